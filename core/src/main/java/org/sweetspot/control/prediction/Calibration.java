package org.sweetspot.control.prediction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sweetspot.statistics.StudentT;

/**
 * A predictor whose intervals are calibrated on a ledger.
 *
 * <p>Each entry is predicted from the entries of all other baselines; r is its error. The scale of
 * an error is s = c1 seed + c2 |prediction| + c3 tau, fitted to |r| with c >= 0, plus 0.2 tau + 0.3
 * seed; tau is the mean |r| of the aspect, shrunk as if five entries had the mean of all. The
 * interval is prediction + s times the 5% and the 95% quantile of r / s, taken apart since errors
 * are skewed towards damage, each the conformal one: entries of the aspect weigh 1, others {@value
 * #ELSEWHERE}, and the new one counts as one more that could lie anywhere. It reaches at least 0.8
 * standard errors of the seeds to both sides and not beyond guessing.
 *
 * <p>Error: where the ledger resembles what is predicted, 90% intervals hold about 90% (80 to 92%
 * with 40 entries); on other families of networks and data expect 75 to 90%. Cost: none beside the
 * readings. Source: Vovk, Gammerman and Shafer 2005 (conformal prediction); Lei et al., JASA 2018
 * (scaled residuals).
 */
public final class Calibration {
  /**
   * Below so many entries of an aspect it is said that they are few; below so many in all,
   * quantiles are those of Student's distribution.
   */
  public static final int FEW = 20;

  /** The level of all intervals. */
  public static final double LEVEL = 0.9;

  /** What an entry of another aspect weighs. */
  private static final double ELSEWHERE = 0.1;

  private static final double SHRINK = 5;
  private static final double LEAST_SEEDS = 0.8;

  private final Predictor predictor;
  private final List<LedgerEntry> entries;
  private final Lines lines;
  private final Map<String, Double> tau = new TreeMap<>();
  private double meanError;
  private double[] coefficients = new double[3];

  /** Errors over their scale, in the order of the entries. */
  private final double[] scaled;

  /**
   * Calibrates.
   *
   * @param ledger earlier changes; those of other quantities, and those without a reading of the
   *     predictor, are left out
   */
  public Calibration(Predictor predictor, Quantity quantity, List<LedgerEntry> ledger) {
    this.predictor = predictor;
    this.entries =
        ledger.stream()
            .filter(entry -> entry.quantity() == quantity && entry.has(predictor))
            .toList();
    this.lines = new Lines(predictor, entries);
    double[] predictions = outOfFold();
    double[] errors = new double[entries.size()];
    Arrays.setAll(errors, i -> entries.get(i).outcome() - predictions[i]);
    spread(errors);
    fitScale(predictions, errors);
    scaled = new double[errors.length];
    Arrays.setAll(scaled, i -> errors[i] / scale(entries.get(i), predictions[i]));
  }

  /** What the predictions are made from. */
  public Predictor predictor() {
    return predictor;
  }

  private double[] outOfFold() {
    Map<String, Lines> without = new LinkedHashMap<>();
    double[] predictions = new double[entries.size()];
    for (int i = 0; i < predictions.length; i++) {
      String baseline = entries.get(i).baseline();
      Lines others =
          without.computeIfAbsent(
              baseline,
              name ->
                  new Lines(
                      predictor,
                      entries.stream().filter(entry -> !entry.baseline().equals(name)).toList()));
      predictions[i] = others.predict(entries.get(i));
    }
    return predictions;
  }

  private void spread(double[] errors) {
    meanError = Arrays.stream(errors).map(Math::abs).average().orElse(1);
    Map<String, double[]> sums = new TreeMap<>();
    for (int i = 0; i < errors.length; i++) {
      double[] sum = sums.computeIfAbsent(entries.get(i).aspect(), aspect -> new double[2]);
      sum[0] += Math.abs(errors[i]);
      sum[1]++;
    }
    sums.forEach(
        (aspect, sum) -> tau.put(aspect, (sum[0] + SHRINK * meanError) / (sum[1] + SHRINK)));
  }

  private double tau(LedgerEntry entry) {
    return tau.getOrDefault(entry.aspect(), meanError);
  }

  /** Least squares of |r| on seed, |prediction| and tau with no coefficient below zero. */
  private void fitScale(double[] predictions, double[] errors) {
    double best = Double.POSITIVE_INFINITY;
    // Of three columns the best subset whose free solution is not negative is the solution.
    for (int subset = 1; subset < 8; subset++) {
      double[] solution = Columns.solve(rows(predictions), absolute(errors), subset);
      if (Arrays.stream(solution).anyMatch(c -> !(c >= 0))) {
        continue;
      }
      double sum = 0;
      double[][] rows = rows(predictions);
      for (int i = 0; i < errors.length; i++) {
        double rest = Math.abs(errors[i]);
        for (int j = 0; j < 3; j++) {
          rest -= solution[j] * rows[i][j];
        }
        sum += rest * rest;
      }
      if (sum < best) {
        best = sum;
        coefficients = solution;
      }
    }
  }

  private double[][] rows(double[] predictions) {
    double[][] rows = new double[predictions.length][];
    for (int i = 0; i < rows.length; i++) {
      LedgerEntry entry = entries.get(i);
      rows[i] = new double[] {entry.seed(), Math.abs(predictions[i]), tau(entry)};
    }
    return rows;
  }

  private static double[] absolute(double[] values) {
    return Arrays.stream(values).map(Math::abs).toArray();
  }

  private double scale(LedgerEntry entry, double prediction) {
    double tau = tau(entry);
    double fitted =
        coefficients[0] * entry.seed()
            + coefficients[1] * Math.abs(prediction)
            + coefficients[2] * tau;
    return Math.max(1e-9, fitted + 0.2 * tau + 0.3 * entry.seed());
  }

  /**
   * Predicts a change.
   *
   * @param entry whose outcome is not looked at
   */
  public Band predict(LedgerEntry entry) {
    double value = Math.min(lines.predict(entry), entry.most());
    double scale = scale(entry, value);
    double low = value + scale * quantile(entry.aspect(), false);
    double high = value + scale * quantile(entry.aspect(), true);
    double least = LEAST_SEEDS * entry.seed();
    int own = (int) entries.stream().filter(e -> e.aspect().equals(entry.aspect())).count();
    Band.Kind kind =
        own == 0 ? Band.Kind.NO_CLAIM : own < FEW ? Band.Kind.FEW_ENTRIES : Band.Kind.CALIBRATED;
    return new Band(
        value,
        Math.min(low, value - least),
        Math.min(Math.max(high, value + least), Math.max(entry.most(), value)),
        kind,
        own);
  }

  private double quantile(String aspect, boolean upper) {
    int n = scaled.length;
    double share = (1 + LEVEL) / 2;
    if (n < FEW) {
      double square = Arrays.stream(scaled).map(r -> r * r).average().orElse(1);
      double t = StudentT.factor(Math.max(1, n - 1), LEVEL);
      return (upper ? 1 : -1) * t * Math.sqrt(square * (1 + 1.0 / Math.max(1, n)));
    }
    List<double[]> weighted = new ArrayList<>();
    double total = 1;
    for (int i = 0; i < n; i++) {
      double weight = entries.get(i).aspect().equals(aspect) ? 1 : ELSEWHERE;
      weighted.add(new double[] {upper ? scaled[i] : -scaled[i], weight});
      total += weight;
    }
    weighted.sort(Comparator.comparingDouble(pair -> pair[0]));
    double sum = 0;
    for (double[] pair : weighted) {
      sum += pair[1];
      if (sum >= share * total) {
        return upper ? pair[0] : -pair[0];
      }
    }
    // The new one's own mass reaches beyond all: the largest error seen, and a tenth more.
    double last = 1.1 * weighted.get(n - 1)[0];
    return upper ? last : -last;
  }
}
