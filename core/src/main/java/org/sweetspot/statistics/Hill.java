package org.sweetspot.statistics;

import java.util.Arrays;
import org.hipparchus.util.KthSelector;

/**
 * The tail index of a distribution with P(|X| > x) ~ x^-alpha, from its largest samples.
 *
 * <p>alpha = k / sum over i = 1..k of ln(x_(i) / x_(k+1)), x_(1) >= x_(2) >= ... the absolute
 * values. Error: alpha / sqrt(k), for independent samples with an exact power tail; a tail that is
 * none (a Gaussian's) gives a number too, which grows slowly as k falls. Cost: a selection, linear
 * in the samples. Source: Hill 1975, Annals of Statistics 3.
 *
 * @param alpha the index
 * @param standardError alpha / sqrt(k)
 * @param k how many of the largest were used
 */
public record Hill(double alpha, double standardError, int k) {
  /**
   * The estimate; signs do not matter.
   *
   * @param samples more than k of them other than zero
   */
  public static Hill of(double[] samples, int k) {
    Sample.requireFinite("samples of a tail", samples);
    double[] sizes = Arrays.stream(samples).map(Math::abs).toArray();
    int n = sizes.length;
    // Afterwards the k largest stand behind the next smaller one, in no order.
    double next = k < 1 || k >= n ? 0 : new KthSelector().select(sizes, null, n - 1 - k);
    if (!(next > 0)) {
      throw new IllegalArgumentException(
          "Hill's estimator: expected k from 1 to the number of samples other than zero less one,"
              + " got k = "
              + k
              + " of "
              + n
              + " samples");
    }
    double threshold = Math.log(next);
    double sum = 0;
    for (int i = n - k; i < n; i++) {
      sum += Math.log(sizes[i]) - threshold;
    }
    if (!(sum > 0)) {
      throw new UndefinedException(
          "Hill's estimator: expected different values in the tail, got " + k + " equal ones");
    }
    double alpha = k / sum;
    return new Hill(alpha, alpha / Math.sqrt(k), k);
  }
}
