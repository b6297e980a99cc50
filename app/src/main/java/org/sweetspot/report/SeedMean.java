package org.sweetspot.report;

import org.sweetspot.statistics.Interval;
import org.sweetspot.statistics.MeanDifference;

/**
 * The mean over seeds with Student's interval: mean +- t s / sqrt(n), n - 1 degrees of freedom. It
 * describes one arm by itself; differences between arms are paired by seed and narrower.
 */
final class SeedMean {
  private SeedMean() {}

  /**
   * The mean of the finite values.
   *
   * @param confidence of the interval, for instance 0.95
   * @return all NaN without a finite value; NaN ends with only one
   */
  static Interval of(double[] values, double confidence) {
    double[] finite = Numbers.finite(java.util.Arrays.stream(values));
    if (finite.length < 2) {
      double only = finite.length == 0 ? Double.NaN : finite[0];
      return new Interval(only, Double.NaN, Double.NaN);
    }
    MeanDifference mean = MeanDifference.paired(finite, confidence);
    return new Interval(mean.value(), mean.low(), mean.high());
  }

  /** The same for shares, whose interval ends at 0 and 1. */
  static Interval ofShares(double[] values, double confidence) {
    Interval interval = of(values, confidence);
    return new Interval(
        interval.value(), Math.max(0, interval.low()), Math.min(1, interval.high()));
  }
}
