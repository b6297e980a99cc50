package org.sweetspot.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.sweetspot.measure.Measurement;

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
    List<String> ids = new ArrayList<>();
    List<List<Measurement>> baseline = of("baseline");
    for (Measurement measurement : baseline.get(0)) {
      if (common(measurement.id()).size() >= 2) {
        ids.add(measurement.id());
      }
    }
    double each = ids.isEmpty() ? confidence : 1 - (1 - confidence) / ids.size();
    List<BiasShift> shifts = new ArrayList<>();
    for (String id : ids) {
      List<Integer> seeds = common(id);
      double[] before = values("baseline", id, seeds);
      double[] changed = values("changed", id, seeds);
      double[] controlled = values("controlled", id, seeds);
      shifts.add(
          new BiasShift(
              id,
              unit(baseline.get(0), id),
              mean(before),
              mean(changed),
              mean(controlled),
              PairedInterval.ofMean(minus(changed, before), each),
              PairedInterval.ofMean(minus(controlled, before), each)));
    }
    return shifts;
  }

  private List<List<Measurement>> of(String arm) {
    List<List<Measurement>> measures = measurements.get(arm);
    if (measures == null) {
      throw new IllegalStateException("arm: expected measurements of " + arm + ", got none");
    }
    return measures;
  }

  /** Seeds at which all three arms have a finite value. */
  private List<Integer> common(String id) {
    NavigableMap<Integer, Double> values = new TreeMap<>(Trials.scalars(of("baseline"), id));
    values.keySet().retainAll(Trials.scalars(of("changed"), id).keySet());
    values.keySet().retainAll(Trials.scalars(of("controlled"), id).keySet());
    return List.copyOf(values.keySet());
  }

  private double[] values(String arm, String id, List<Integer> seeds) {
    NavigableMap<Integer, Double> all = Trials.scalars(of(arm), id);
    return seeds.stream().mapToDouble(all::get).toArray();
  }

  private static String unit(List<Measurement> measures, String id) {
    return measures.stream().filter(m -> m.id().equals(id)).findFirst().orElseThrow().unit();
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
