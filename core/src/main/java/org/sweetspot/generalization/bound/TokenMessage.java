package org.sweetspot.generalization.bound;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A language model that a short message describes, and its loss on the tokens of a training text.
 * Its probabilities are mixed with equal ones, (1 - a) p + a/V, so that no token costs more than
 * ln(V/a).
 *
 * @param loss mean over the tokens of -ln of the mixed probability, nats
 * @param tokens m
 * @param vocabulary V
 * @param smoothing a, above 0, below 1; which of a few was taken is part of the message
 * @param bits of the message by part
 */
public record TokenMessage(
    double loss, long tokens, int vocabulary, double smoothing, Map<String, Double> bits) {
  /** Copies; checks the numbers. */
  public TokenMessage {
    bits = Collections.unmodifiableMap(new LinkedHashMap<>(bits));
    if (tokens < 1
        || vocabulary < 2
        || !(smoothing > 0 && smoothing < 1)
        || !(loss >= 0)
        || bits.values().stream().anyMatch(b -> !(b >= 0))) {
      throw new IllegalArgumentException(
          "compressed language model: expected tokens, at least 2 different ones, a smoothing"
              + " between 0 and 1, and no negative loss or bits, got "
              + tokens
              + ", "
              + vocabulary
              + ", "
              + smoothing
              + ", "
              + loss
              + ", "
              + bits);
    }
  }

  /** The length of the whole message. */
  public double length() {
    return bits.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** How far the losses of two tokens can be apart: ln(1 + (1 - a) V/a). */
  public double range() {
    return Math.log1p((1 - smoothing) * vocabulary / smoothing);
  }
}
