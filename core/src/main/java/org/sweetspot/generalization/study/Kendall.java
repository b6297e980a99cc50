package org.sweetspot.generalization.study;

import java.util.stream.IntStream;

/**
 * Kendall's rank correlation of two lists of numbers. Pairs with a NaN are left out. Cost: O(n^2).
 *
 * <p>Source: Kendall 1938 (a), 1945 (b).
 */
public final class Kendall {
  private Kendall() {}

  /** tau-a: the mean over all pairs of the product of the signs of their differences. */
  public static double a(double[] x, double[] y) {
    return a(x, y, IntStream.range(0, x.length).toArray());
  }

  /**
   * tau-a of some entries, which may repeat; an entry makes no pair with its own copy.
   *
   * @return NaN where there is no pair
   */
  public static double a(double[] x, double[] y, int[] indices) {
    check(x, y);
    long sum = 0;
    long pairs = 0;
    for (int p = 0; p < indices.length; p++) {
      int i = indices[p];
      for (int q = 0; q < p; q++) {
        int j = indices[q];
        if (i != j && isKnown(x, y, i, j)) {
          sum += (long) sign(x[i] - x[j]) * sign(y[i] - y[j]);
          pairs++;
        }
      }
    }
    return pairs == 0 ? Double.NaN : (double) sum / pairs;
  }

  /**
   * tau-b: the same sum over sqrt(pairs that differ in x times pairs that differ in y); 1 or -1 can
   * be reached where there are ties in both.
   *
   * @return NaN where one of the lists is constant
   */
  public static double b(double[] x, double[] y) {
    check(x, y);
    long sum = 0;
    long differX = 0;
    long differY = 0;
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < i; j++) {
        if (isKnown(x, y, i, j)) {
          int signX = sign(x[i] - x[j]);
          int signY = sign(y[i] - y[j]);
          sum += (long) signX * signY;
          differX += Math.abs(signX);
          differY += Math.abs(signY);
        }
      }
    }
    return differX == 0 || differY == 0
        ? Double.NaN
        : sum / (Math.sqrt((double) differX) * Math.sqrt((double) differY));
  }

  static int sign(double difference) {
    return difference > 0 ? 1 : difference < 0 ? -1 : 0;
  }

  private static boolean isKnown(double[] x, double[] y, int i, int j) {
    return !Double.isNaN(x[i]) && !Double.isNaN(x[j]) && !Double.isNaN(y[i]) && !Double.isNaN(y[j]);
  }

  private static void check(double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "rank correlation: expected as many numbers on both sides, got "
              + x.length
              + " and "
              + y.length);
    }
  }
}
