package org.sweetspot.report;

import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.stat.descriptive.StreamingStatistics;
import org.sweetspot.control.Interval;

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
    StreamingStatistics statistics = new StreamingStatistics();
    for (double value : finite) {
      statistics.addValue(value);
    }
    if (finite.length == 0) {
      return new Interval(Double.NaN, Double.NaN, Double.NaN);
    }
    double mean = statistics.getMean();
    if (finite.length == 1) {
      return new Interval(mean, Double.NaN, Double.NaN);
    }
    double t =
        new TDistribution(finite.length - 1).inverseCumulativeProbability((1 + confidence) / 2);
    double half = t * statistics.getStandardDeviation() / Math.sqrt(finite.length);
    return new Interval(mean, mean - half, mean + half);
  }

  /** The same for shares, whose interval ends at 0 and 1. */
  static Interval ofShares(double[] values, double confidence) {
    Interval interval = of(values, confidence);
    return new Interval(
        interval.value(), Math.max(0, interval.low()), Math.min(1, interval.high()));
  }
}
