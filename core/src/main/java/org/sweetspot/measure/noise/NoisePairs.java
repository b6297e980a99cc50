package org.sweetspot.measure.noise;

import java.util.function.IntToDoubleFunction;
import org.sweetspot.statistics.Jackknife;

/**
 * tr(H Sigma) and ||Sigma||^2 of n examples from m of them: the noise's inner products, and d_i' H
 * d_i. Single examples and pairs are scaled up separately, so that a part of the examples has no
 * bias from pairs of an example with itself.
 */
final class NoisePairs {
  private final double[] bent;
  private final double[][] gram;
  private final double n;
  private final double[] rows;
  private double total;
  private double diagonal;
  private double trace;

  NoisePairs(double[] bent, double[][] gram, int n) {
    this.bent = bent;
    this.gram = gram;
    this.n = n;
    rows = new double[bent.length];
    for (int i = 0; i < bent.length; i++) {
      for (int j = 0; j < bent.length; j++) {
        rows[i] += j == i ? 0 : gram[i][j] * gram[i][j];
      }
      total += rows[i];
      diagonal += gram[i][i] * gram[i][i];
      trace += bent[i];
    }
  }

  /** tr(H Sigma), without one example or ({@code -1}) with all. */
  double trace(int without) {
    double m = bent.length - (without < 0 ? 0 : 1);
    double sum = trace - (without < 0 ? 0 : bent[without]);
    return sum / m * n / (n - 1);
  }

  /** ||Sigma||^2, without one example or ({@code -1}) with all. */
  double square(int without) {
    double m = bent.length - (without < 0 ? 0 : 1);
    double pairs = total - (without < 0 ? 0 : 2 * rows[without]);
    double own = diagonal - (without < 0 ? 0 : gram[without][without] * gram[without][without]);
    return (own / m * n + pairs / (m * (m - 1)) * n * (n - 1)) / ((n - 1) * (n - 1));
  }

  double error(IntToDoubleFunction without) {
    return Jackknife.standardError(bent.length, without);
  }
}
