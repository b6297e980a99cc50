package org.sweetspot.statistics;

import org.hipparchus.stat.correlation.Covariance;
import org.hipparchus.stat.descriptive.moment.Variance;

/**
 * Intervals from paired runs: what is common to two runs of one seed (initialization, data order)
 * drops out of their difference.
 *
 * <p>Both take the differences between seeds as independent and normal; with few seeds the
 * intervals are wide, as they should be.
 */
public final class PairedInterval {
  private PairedInterval() {}

  /**
   * Student's interval for the mean of differences: mean +- t s / sqrt(n).
   *
   * @param differences one a seed, at least two, all finite
   * @param confidence above 0, below 1
   */
  public static Interval ofMean(double[] differences, double confidence) {
    MeanDifference mean = MeanDifference.paired(differences, confidence);
    return new Interval(mean.value(), mean.low(), mean.high());
  }

  /**
   * Fieller's interval for the ratio of two paired means: all ratios rho at which the mean of
   * numerator - rho denominator is not significantly different from zero. Where the denominator's
   * mean is itself not different from zero the interval is unbounded and both ends are infinite.
   *
   * <p>Source: E. C. Fieller, "Some problems in interval estimation", JRSS B 16 (1954), section 3.
   */
  public static Interval ofRatio(double[] numerators, double[] denominators, double confidence) {
    check(numerators, confidence);
    check(denominators, confidence);
    if (numerators.length != denominators.length) {
      throw new IllegalArgumentException(
          "paired values: expected as many numerators as denominators, got "
              + numerators.length
              + " and "
              + denominators.length);
    }
    int n = numerators.length;
    double t2 = Math.pow(quantile(n, confidence), 2) / n;
    double a = mean(numerators);
    double b = mean(denominators);
    double square = b * b - t2 * new Variance().evaluate(denominators);
    double ratio = a / b;
    if (!(square > 0)) {
      return new Interval(ratio, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
    double linear = a * b - t2 * new Covariance().covariance(numerators, denominators);
    double constant = a * a - t2 * new Variance().evaluate(numerators);
    double root = Math.sqrt(Math.max(0, linear * linear - square * constant));
    return new Interval(ratio, (linear - root) / square, (linear + root) / square);
  }

  private static double quantile(int n, double confidence) {
    return StudentT.factor(n - 1, confidence);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static void check(double[] values, double confidence) {
    if (values.length < 2) {
      throw new IllegalArgumentException(
          "paired values: expected at least 2, or there is no interval, got " + values.length);
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("paired values: expected finite numbers, got " + value);
      }
    }
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "confidence: expected a number between 0 and 1, got " + confidence);
    }
  }
}
