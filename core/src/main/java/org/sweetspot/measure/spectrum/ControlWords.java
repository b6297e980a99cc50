package org.sweetspot.measure.spectrum;

import java.util.Collection;
import java.util.Map;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NullControl;
import org.sweetspot.measure.Sentence;

/** What the controls of {@link NullComparison} make of numbers by layer, in plain words. */
final class ControlWords {
  private ControlWords() {}

  /**
   * The verdict of the controls.
   *
   * @param below what it means if the layers' mean is smaller than that of both controls
   * @param above what it means if it is larger
   */
  static String of(Measurement found, String below, String above) {
    return of(found, below, above, Double.POSITIVE_INFINITY);
  }

  /** The same with layers beyond a size left out of the means. */
  static String of(Measurement found, String below, String above, double most) {
    Map<String, Boolean> tells = NullComparison.tells(found.nulls());
    if (tells.isEmpty()) {
      return "No layer has a control, so that nothing can be said of what was learned.";
    }
    long silent = tells.values().stream().filter(told -> !told).count();
    if (silent == tells.size()) {
      return "No layer differs from random weights of its shape: these numbers show nothing of what"
          + " was learned.";
    }
    Collection<String> counted =
        tells.keySet().stream().filter(layer -> found.number(layer) <= most).toList();
    double mean = counted.stream().mapToDouble(found::number).average().orElse(Double.NaN);
    double gaussian = mean(found, counted, NullComparison.GAUSSIAN);
    double shuffled = mean(found, counted, NullComparison.SHUFFLED);
    if (counted.isEmpty()) {
      return "No layer's number is of a size to be read.";
    }
    String numbers =
        Sentence.of(
            "Mean %.3g, where random weights of the same shapes show %.3g and the same weights"
                + " shuffled %.3g",
            mean, gaussian, shuffled);
    if (2 * silent >= tells.size()) {
      return numbers
          + Sentence.of(
              ", but %d of %d layers cannot be told from one of the two: the mean shows nothing.",
              silent, tells.size());
    }
    String meaning =
        mean < Math.min(gaussian, shuffled)
            ? ": " + below
            : mean > Math.max(gaussian, shuffled)
                ? ": " + above
                : ": between the two, so that the mean shows nothing though layers differ";
    return numbers
        + meaning
        + (silent == 0
            ? "."
            : Sentence.of(" (in %d of %d layers).", tells.size() - silent, tells.size()));
  }

  private static double mean(Measurement found, Collection<String> layers, String name) {
    return found.nulls().stream()
        .filter(control -> control.name().equals(name) && layers.contains(control.part()))
        .mapToDouble(NullControl::value)
        .average()
        .orElse(Double.NaN);
  }
}
