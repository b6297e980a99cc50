package org.sweetspot.measure.spectrum;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sweetspot.measure.Value;

/** Means over layers, each layer counting once. */
final class Means {
  private Means() {}

  static double of(Map<String, Double> values) {
    return values.values().stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  /** The layers' numbers and their mean, under that name. */
  static Value beside(Map<String, Double> values, double mean) {
    SortedMap<String, Double> all = new TreeMap<>(values);
    all.put("mean", mean);
    return new Value.Named(all);
  }

  /** Standard error of a mean of independent numbers with these standard errors. */
  static double error(Map<String, Double> errors) {
    double squares = errors.values().stream().mapToDouble(error -> error * error).sum();
    return Math.sqrt(squares) / errors.size();
  }
}
