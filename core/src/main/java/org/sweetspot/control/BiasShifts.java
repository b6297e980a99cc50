package org.sweetspot.control;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.profile.Quantity;
import org.sweetspot.statistics.PairedInterval;
import org.sweetspot.statistics.Sample;

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
    double[] before = values(Arm.BASELINE, quantity);
    double[] changed = values(Arm.CHANGED, quantity);
    double[] controlled = values(Arm.CONTROLLED, quantity);
    return new BiasShift(
        Biases.name(quantity),
        unit(quantity),
        Sample.mean(before),
        Sample.mean(changed),
        Sample.mean(controlled),
        PairedInterval.ofMean(Sample.differences(changed, before), confidence),
        PairedInterval.ofMean(Sample.differences(controlled, before), confidence));
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
    return IntStream.range(0, of(Arm.BASELINE).size())
        .filter(
            i ->
                Stream.of(Arm.BASELINE, Arm.CHANGED, Arm.CONTROLLED)
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
    return of(Arm.BASELINE).get(0).stream()
        .filter(measurement -> measurement.id().equals(quantity.id()))
        .findFirst()
        .map(Measurement::unit)
        .orElse("");
  }
}
