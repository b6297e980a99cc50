package org.sweetspot.generalization.bound;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network that a short message describes, and its errors on the bound's examples.
 *
 * @param errors of the network as the decoder gets it, not of the one that was compressed
 * @param of examples
 * @param bits of the message by part: everything that the decoder needs and did not know before
 * @param unpaid what the decoder needs and the message does not hold; empty for a sound bound
 */
public record CompressedNetwork(int errors, int of, Map<String, Double> bits, List<String> unpaid) {
  /** Copies; checks the counts. */
  public CompressedNetwork {
    bits = Collections.unmodifiableMap(new LinkedHashMap<>(bits));
    unpaid = List.copyOf(unpaid);
    if (of < 1 || errors < 0 || errors > of || bits.values().stream().anyMatch(b -> !(b >= 0))) {
      throw new IllegalArgumentException(
          "compressed network: expected errors of at least 1 example and no negative bits, got "
              + errors
              + " of "
              + of
              + " and "
              + bits);
    }
  }

  /** The length of the whole message. */
  public double length() {
    return bits.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
