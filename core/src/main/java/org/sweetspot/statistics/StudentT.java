package org.sweetspot.statistics;

import org.hipparchus.distribution.continuous.TDistribution;

/** Student's t distribution, as intervals and tests ask for it. */
public final class StudentT {
  private StudentT() {}

  /**
   * The t for which a mean lies within t standard errors with this confidence: the (1 + confidence)
   * / 2 quantile.
   *
   * @param degrees of freedom, above 0; n - 1 for the mean of n values
   * @param confidence above 0, below 1
   */
  public static double factor(double degrees, double confidence) {
    return new TDistribution(degrees).inverseCumulativeProbability((1 + confidence) / 2);
  }

  /** The chance of a statistic at least as far from zero on either side. */
  public static double twoSided(double degrees, double statistic) {
    return 2 * new TDistribution(degrees).cumulativeProbability(-Math.abs(statistic));
  }
}
