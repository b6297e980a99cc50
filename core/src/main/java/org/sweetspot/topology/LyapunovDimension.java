package org.sweetspot.topology;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * The dimension that a map's rates of stretching give (Kaplan and Yorke 1979).
 *
 * <p>For mean log singular values l_1 >= l_2 >= ... >= l_p of the map's Jacobian, j* is the largest
 * j with l_1 + ... + l_j >= 0, and the dimension j* + (l_1 + ... + l_j*) / |l_(j*+1)|. It is 0
 * where l_1 is negative, p where all sums are non-negative. For the one-step map of training it is
 * the sharpness dimension (Tuci et al. 2026).
 *
 * <p>Rates may come with weights, as the quantiles of a density do: weight w stands for w equal
 * rates. Cost: O(number of rates).
 */
public final class LyapunovDimension {
  private LyapunovDimension() {}

  /** The dimension of rates with weight one each, descending. */
  public static double of(double[] descending) {
    double[] weights = new double[descending.length];
    Arrays.fill(weights, 1);
    return of(descending, weights).orElseThrow();
  }

  /**
   * The dimension of rates with weights.
   *
   * @param descending rates; minus infinity is allowed
   * @param weights above 0, as many; their sum is the dimension of the space
   * @return empty where there are no rates
   */
  public static OptionalDouble of(double[] descending, double[] weights) {
    if (descending.length != weights.length) {
      throw new IllegalArgumentException(
          "rates: expected as many weights, got "
              + descending.length
              + " rates, "
              + weights.length
              + " weights");
    }
    double sum = 0;
    double dimension = 0;
    for (int j = 0; j < descending.length; j++) {
      double rate = descending[j];
      if (Double.isNaN(rate) || (j > 0 && rate > descending[j - 1])) {
        throw new IllegalArgumentException(
            "rates: expected descending numbers, got " + rate + " at " + j);
      }
      double next = sum + weights[j] * rate;
      if (next < 0) {
        return OptionalDouble.of(dimension + sum / -rate);
      }
      sum = next;
      dimension += weights[j];
    }
    return descending.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(dimension);
  }
}
