package org.sweetspot.control.prediction;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * One line y = a x + c for each aspect, x a predictor's reading and y the outcome, fitted by
 * Huber's weighted least squares and shrunk towards the line of all aspects together: {@value
 * #PRIOR} entries that lie on it are added to each aspect. The line of all is shrunk towards y =
 * 0.8 x in the same way, since a reading overshoots a little.
 */
final class Lines {
  /** How many entries the prior counts for. */
  private static final double PRIOR = 3;

  private static final double SLOPE = 0.8;
  private static final int ROUNDS = 20;

  /** A line. */
  record Line(double slope, double offset) {
    double at(double x) {
      return slope * x + offset;
    }
  }

  private final Predictor predictor;
  private final Line all;
  private final Map<String, Line> lines = new TreeMap<>();

  Lines(Predictor predictor, List<LedgerEntry> entries) {
    this.predictor = predictor;
    boolean reads = predictor.reads();
    this.all =
        predictor == Predictor.NO_CHANGE || entries.isEmpty()
            ? new Line(reads ? SLOPE : 0, 0)
            : fit(entries, new Line(reads ? SLOPE : 0, 0));
    if (predictor != Predictor.NO_CHANGE) {
      entries.stream()
          .collect(Collectors.groupingBy(LedgerEntry::aspect))
          .forEach((aspect, own) -> lines.put(aspect, fit(own, all)));
    }
  }

  /** The predicted outcome, on the scale of the quantity. */
  double predict(LedgerEntry entry) {
    return lines.getOrDefault(entry.aspect(), all).at(entry.reading(predictor));
  }

  private Line fit(List<LedgerEntry> entries, Line prior) {
    ToDoubleFunction<LedgerEntry> x = entry -> entry.reading(predictor);
    double spread =
        Math.max(
            1e-9,
            entries.stream().mapToDouble(e -> square(x.applyAsDouble(e))).average().orElse(0));
    double[] weights = new double[entries.size()];
    java.util.Arrays.fill(weights, 1);
    Line line = prior;
    for (int round = 0; round < ROUNDS; round++) {
      // Normal equations of sum w (y - a x - c)^2 + PRIOR (spread (a - a0)^2 + (c - c0)^2).
      double xx = PRIOR * spread;
      double xy = PRIOR * spread * prior.slope();
      double w = PRIOR;
      double sx = 0;
      double sy = PRIOR * prior.offset();
      for (int i = 0; i < weights.length; i++) {
        LedgerEntry entry = entries.get(i);
        double value = x.applyAsDouble(entry);
        xx += weights[i] * value * value;
        xy += weights[i] * value * entry.outcome();
        sx += weights[i] * value;
        sy += weights[i] * entry.outcome();
        w += weights[i];
      }
      double determinant = xx * w - sx * sx;
      line = new Line((xy * w - sx * sy) / determinant, (xx * sy - sx * xy) / determinant);
      double[] errors = new double[weights.length];
      for (int i = 0; i < errors.length; i++) {
        errors[i] = Math.abs(entries.get(i).outcome() - line.at(x.applyAsDouble(entries.get(i))));
      }
      double scale = Math.max(1e-9, 2 * median(errors));
      for (int i = 0; i < errors.length; i++) {
        weights[i] = errors[i] <= scale ? 1 : scale / errors[i];
      }
    }
    return line;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    java.util.Arrays.sort(sorted);
    int n = sorted.length;
    return n == 0 ? 0 : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  private static double square(double value) {
    return value * value;
  }
}
