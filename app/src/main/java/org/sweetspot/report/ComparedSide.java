package org.sweetspot.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.profile.Difference;
import org.sweetspot.measure.profile.Profile;

/**
 * One side of a comparison.
 *
 * @param name what it is called
 * @param profiles one a run, at least one
 * @param provenance where the runs come from
 */
public record ComparedSide(String name, List<Profile> profiles, Map<String, String> provenance) {
  /** Copies the list. */
  public ComparedSide {
    profiles = List.copyOf(profiles);
    if (profiles.isEmpty()) {
      throw new IllegalArgumentException(
          "side of a comparison " + name + ": expected at least one run, got none");
    }
  }

  /** The mean over the runs; of one run alone the number with its own error. */
  String text(Difference difference, double mean) {
    if (!Double.isFinite(mean)) {
      return "not measured";
    }
    return profiles.size() == 1 && difference.part().isEmpty()
        ? find(difference.id())
            .filter(found -> found.value() instanceof Value.Scalar)
            .map(MeasureTable::valueWithError)
            .orElse(Numbers.significant(mean))
        : Numbers.significant(mean);
  }

  private Optional<Measurement> find(String id) {
    return profiles.get(0).measurements().stream()
        .filter(measure -> measure.id().equals(id))
        .findFirst();
  }
}
