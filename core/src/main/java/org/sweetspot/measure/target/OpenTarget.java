package org.sweetspot.measure.target;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sweetspot.measure.MeasureContext;

/**
 * A target ready to be measured.
 *
 * @param name what is measured
 * @param context what measures ask
 * @param provenance where its numbers come from
 * @param resources closed after the context, in this order
 */
public record OpenTarget(
    String name,
    MeasureContext context,
    Map<String, String> provenance,
    List<? extends AutoCloseable> resources)
    implements AutoCloseable {
  /** Copies map and list. */
  public OpenTarget {
    provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    resources = List.copyOf(resources);
  }

  @Override
  public void close() {
    context.close();
    for (AutoCloseable resource : resources) {
      try {
        resource.close();
      } catch (Exception e) {
        throw new IllegalStateException("closing what was measured failed", e);
      }
    }
  }
}
