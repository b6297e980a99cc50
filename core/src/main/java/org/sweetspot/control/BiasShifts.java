package org.sweetspot.control;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.profile.Quantity;

/**
 * Compares the measured biases of two arms with the baseline's, by paired intervals that are
 * widened for the number of biases asked about (Bonferroni), so that all of them hold together at
 * the stated confidence.
 */
final class BiasShifts {
  private final Map<String, List<List<Measurement>>> measurements;
  private final double confidence;

  BiasShifts(Map<String, List<List<Measurement>>> measurements, double confidence) {
    this.measurements = measurements;
    this.confidence = confidence;
  }

  List<BiasShift> all() {
    List<Quantity> asked =
        Biases.QUANTITIES.stream().filter(quantity -> seeds(quantity).size() >= 2).toList();
    double each = asked.isEmpty() ? confidence : 1 - (1 - confidence) / asked.size();
    return asked.stream().map(quantity -> shift(quantity, each)).toList();
  }

  private BiasShift shift(Quantity quantity, double confidence) {
    double[] before = values("baseline", quantity);
    double[] changed = values("changed", quantity);
    double[] controlled = values("controlled", quantity);
    return new BiasShift(
        Biases.name(quantity),
        unit(quantity),
        mean(before),
        mean(changed),
        mean(controlled),
        PairedInterval.ofMean(minus(changed, before), confidence),
        PairedInterval.ofMean(minus(controlled, before), confidence));
  }

  private List<List<Measurement>> of(String arm) {
    List<List<Measurement>> measures = measurements.get(arm);
    if (measures == null) {
      throw new IllegalStateException("arm: expected measurements of " + arm + ", got none");
    }
    return measures;
  }

  /** Indices of the seeds at which all three arms have the number. */
  private List<Integer> seeds(Quantity quantity) {
    return IntStream.range(0, of("baseline").size())
        .filter(
            i ->
                Stream.of("baseline", "changed", "controlled")
                    .allMatch(arm -> Biases.of(of(arm).get(i)).containsKey(quantity)))
        .boxed()
        .toList();
  }

  private double[] values(String arm, Quantity quantity) {
    return seeds(quantity).stream()
        .mapToDouble(i -> Biases.of(of(arm).get(i)).getOrDefault(quantity, Double.NaN))
        .toArray();
  }

  private String unit(Quantity quantity) {
    return of("baseline").get(0).stream()
        .filter(measurement -> measurement.id().equals(quantity.id()))
        .findFirst()
        .map(Measurement::unit)
        .orElse("");
  }

  private static double mean(double[] values) {
    return java.util.Arrays.stream(values).average().orElseThrow();
  }

  private static double[] minus(double[] a, double[] b) {
    double[] difference = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      difference[i] = a[i] - b[i];
    }
    return difference;
  }
}
