package org.sweetspot.statistics.powerlaw;

/**
 * The density (alpha - 1) / x_min (x / x_min)^-alpha fitted to the numbers from x_min on.
 *
 * <p>alpha = 1 + n / sum ln(x / x_min), the largest likelihood for the n numbers from x_min on;
 * x_min is the one among all different numbers but the largest that minimizes the distance D = max
 * over the different x from x_min on of |F(x) - share below x|, the smallest such one at ties. The
 * share counts numbers strictly below x, as in the reference implementations.
 *
 * <p>Error: the standard error of alpha holds for independent numbers and a given x_min. Cost: O(n
 * log n) for sorting, then at most O(n^2), in practice far less: a candidate is given up as soon as
 * one x shows that it is worse than the best, and stretches of x whose distance is bounded by what
 * was already seen are skipped; both are exact.
 *
 * <p>Source: Clauset, Shalizi and Newman 2009, sections 3.1 and 3.3.
 *
 * @param alpha exponent, above 1
 * @param cutoff x_min
 * @param distance D, between 0 and 1
 * @param tail how many numbers are x_min or larger
 * @param size how many positive numbers there are
 */
public record PowerLawFit(double alpha, double cutoff, double distance, int tail, int size) {
  /**
   * Fits positive numbers in any order; zeros and negative numbers are left out.
   *
   * @throws ArithmeticException if a number is not finite, or fewer than two positive ones differ
   */
  public static PowerLawFit of(double[] values) {
    return SortedTail.of(values).fit();
  }

  /** (alpha - 1) / sqrt(n), n the numbers from x_min on. */
  public double standardError() {
    return (alpha - 1) / Math.sqrt(tail);
  }
}
