package org.sweetspot.generalization.bound;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the probability that a bound fails is spent. Each event that may fail is paid for; by the
 * union bound all hold at once with probability at least 1 minus their sum.
 *
 * @param parts what each part is spent on; all positive, in sum below 1; none where nothing is
 *     promised
 */
public record Confidence(Map<String, Double> parts) {
  /** Copies the map, keeping its order. */
  public Confidence {
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    parts.forEach((name, part) -> requireDelta(name, part));
    if (!parts.isEmpty()) {
      requireDelta("all parts", parts.values().stream().mapToDouble(Double::doubleValue).sum());
    }
  }

  /** Nothing is promised. */
  public static final Confidence NONE = new Confidence(Map.of());

  /** All of it on one event. */
  public static Confidence of(double delta, String event) {
    return new Confidence(Map.of(event, delta));
  }

  /** On two events. */
  public static Confidence of(double first, String one, double second, String other) {
    Map<String, Double> parts = new LinkedHashMap<>();
    parts.put(one, first);
    parts.put(other, second);
    return new Confidence(parts);
  }

  /** The probability that the bound fails is at most this. */
  public double delta() {
    return parts.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Refuses what is no probability of failure. */
  static void requireDelta(String name, double delta) {
    if (!(delta > 0 && delta < 1)) {
      throw new IllegalArgumentException(
          "confidence of a bound, " + name + ": expected above 0 and below 1, got " + delta);
    }
  }
}
