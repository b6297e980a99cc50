package org.sweetspot.measure.spectrum;

import java.util.Collection;
import java.util.Map;
import org.sweetspot.measure.Fact;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NullControl;

/** What the controls of {@link NullComparison} make of numbers by layer. */
final class LayerMeans {
  private LayerMeans() {}

  /**
   * The verdict of the controls.
   *
   * @param below what it means if the layers' mean is smaller than that of both controls
   * @param above what it means if it is larger
   */
  static Finding judge(Measurement found, SpectrumFinding below, SpectrumFinding above) {
    return judge(found, below, above, Double.POSITIVE_INFINITY);
  }

  /** The same with layers beyond a size left out of the means. */
  static Finding judge(
      Measurement found, SpectrumFinding below, SpectrumFinding above, double most) {
    Map<String, Boolean> tells = NullComparison.tells(found.nulls());
    if (tells.isEmpty()) {
      return Finding.of(SpectrumFinding.NO_CONTROL);
    }
    int all = tells.size();
    int silent = (int) tells.values().stream().filter(told -> !told).count();
    if (silent == all) {
      return Finding.of(SpectrumFinding.AS_RANDOM);
    }
    Collection<String> counted =
        tells.keySet().stream().filter(layer -> found.number(layer) <= most).toList();
    if (counted.isEmpty()) {
      return Finding.of(SpectrumFinding.NONE_READABLE);
    }
    double mean = counted.stream().mapToDouble(found::number).average().orElse(Double.NaN);
    double gaussian = mean(found, counted, NullComparison.GAUSSIAN);
    double shuffled = mean(found, counted, NullComparison.SHUFFLED);
    if (2 * silent >= all) {
      return Finding.of(SpectrumFinding.MANY_AS_RANDOM, mean, gaussian, shuffled, silent, all);
    }
    Fact meaning =
        Fact.of(
            mean < Math.min(gaussian, shuffled)
                ? below
                : mean > Math.max(gaussian, shuffled) ? above : SpectrumFinding.BETWEEN_CONTROLS);
    return silent == 0
        ? Finding.of(SpectrumFinding.MEAN, mean, gaussian, shuffled, meaning)
        : Finding.of(
            SpectrumFinding.MEAN_OF_SOME, mean, gaussian, shuffled, meaning, all - silent, all);
  }

  private static double mean(Measurement found, Collection<String> layers, String name) {
    return found.nulls().stream()
        .filter(control -> control.name().equals(name) && layers.contains(control.part()))
        .mapToDouble(NullControl::value)
        .average()
        .orElse(Double.NaN);
  }
}
