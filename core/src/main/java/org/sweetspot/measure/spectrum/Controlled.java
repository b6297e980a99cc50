package org.sweetspot.measure.spectrum;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/**
 * Compares numbers by layer with those of random weights of the same shapes, and says so in words.
 * A layer whose number no control tells apart shows nothing.
 */
final class Controlled {
  private final List<String> same = new ArrayList<>();
  private final StringBuilder means = new StringBuilder();
  private int compared;

  /** How far apart two numbers must be to count as different. */
  @FunctionalInterface
  interface Tolerance {
    double of(String layer);
  }

  private Controlled() {}

  static String text(
      SortedMap<String, Double> trained,
      SortedMap<String, Double> gaussian,
      SortedMap<String, Double> shuffled,
      Tolerance tolerance,
      String rule) {
    Controlled result = new Controlled();
    result.compare(trained, gaussian, shuffled, tolerance);
    return result.sentence(rule);
  }

  private void compare(
      SortedMap<String, Double> trained,
      SortedMap<String, Double> gaussian,
      SortedMap<String, Double> shuffled,
      Tolerance tolerance) {
    double[] sums = new double[3];
    for (var entry : trained.entrySet()) {
      String layer = entry.getKey();
      Double normal = gaussian.get(layer);
      Double mixed = shuffled.get(layer);
      if (normal == null || mixed == null) {
        continue;
      }
      compared++;
      sums[0] += entry.getValue();
      sums[1] += normal;
      sums[2] += mixed;
      double near = tolerance.of(layer);
      if (Math.abs(entry.getValue() - normal) <= near
          || Math.abs(entry.getValue() - mixed) <= near) {
        same.add(layer);
      }
    }
    means.append(
        String.format(
            Locale.ROOT,
            "mean %.4g; Gaussian weights of the same shapes %.4g; the same weights shuffled %.4g",
            sums[0] / compared,
            sums[1] / compared,
            sums[2] / compared));
  }

  private String sentence(String rule) {
    if (compared == 0) {
      return "no layer has a control";
    }
    String verdict;
    if (same.isEmpty()) {
      verdict = "every layer differs from both controls";
    } else if (same.size() == compared) {
      verdict = "shows nothing: no layer differs from both controls";
    } else {
      verdict =
          "shows nothing for "
              + same.size()
              + " of "
              + compared
              + " layers ("
              + String.join(", ", same.subList(0, Math.min(3, same.size())))
              + (same.size() > 3 ? ", ..." : "")
              + ")";
    }
    return means + "; " + verdict + " (" + rule + ")";
  }
}
