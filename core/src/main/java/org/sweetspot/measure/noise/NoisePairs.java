package org.sweetspot.measure.noise;

import java.util.function.IntToDoubleFunction;
import org.sweetspot.statistics.Jackknife;

/**
 * ||Sigma||^2 of n examples from the inner products of m of them. Single examples and pairs are
 * scaled up separately, so that a part of the examples has no bias from pairs of an example with
 * itself.
 */
final class NoisePairs {
  private final double[][] gram;
  private final double n;
  private final double[] rows;
  private double total;
  private double diagonal;

  NoisePairs(double[][] gram, int n) {
    this.gram = gram;
    this.n = n;
    rows = new double[gram.length];
    for (int i = 0; i < gram.length; i++) {
      for (int j = 0; j < gram.length; j++) {
        rows[i] += j == i ? 0 : gram[i][j] * gram[i][j];
      }
      total += rows[i];
      diagonal += gram[i][i] * gram[i][i];
    }
  }

  /** m. */
  int size() {
    return rows.length;
  }

  /** ||Sigma||^2, without one example or ({@code -1}) with all. */
  double square(int without) {
    double m = rows.length - (without < 0 ? 0 : 1);
    double pairs = total - (without < 0 ? 0 : 2 * rows[without]);
    double own = diagonal - (without < 0 ? 0 : gram[without][without] * gram[without][without]);
    return (own / m * n + pairs / (m * (m - 1)) * n * (n - 1)) / ((n - 1) * (n - 1));
  }

  /** Standard error of a number, by a jackknife over these examples. */
  double error(IntToDoubleFunction without) {
    return Jackknife.standardError(rows.length, without);
  }
}
