package org.sweetspot.statistics;

import java.util.function.IntToDoubleFunction;

/**
 * The standard error of any smooth statistic from its values with one block of the data left out
 * (Quenouille, Tukey; Efron and Stein 1981): sqrt((K - 1) / K sum (theta_(-k) - mean)^2) for K
 * blocks of nearly equal size.
 */
public final class Jackknife {
  private Jackknife() {}

  /**
   * The standard error.
   *
   * @param blocks at least two
   * @param without the statistic of all data but the given block, counted from zero
   */
  public static double standardError(int blocks, IntToDoubleFunction without) {
    if (blocks < 2) {
      throw new IllegalArgumentException("jackknife: expected at least 2 blocks, got " + blocks);
    }
    double[] values = new double[blocks];
    for (int k = 0; k < blocks; k++) {
      values[k] = without.applyAsDouble(k);
    }
    return Math.sqrt(Sample.variance(values) / blocks) * (blocks - 1);
  }
}
