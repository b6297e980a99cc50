package org.sweetspot.measure.spectrum;

import java.util.Map;

/** Means over layers, each layer counting once. */
final class Means {
  private Means() {}

  static double of(Map<String, Double> values) {
    return values.values().stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  /** Standard error of a mean of independent numbers with these standard errors. */
  static double error(Map<String, Double> errors) {
    double squares = errors.values().stream().mapToDouble(error -> error * error).sum();
    return Math.sqrt(squares) / errors.size();
  }
}
