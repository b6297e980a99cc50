package org.sweetspot.measure.stability;

import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.ArraySpace;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;
import org.sweetspot.vector.spectrum.Eigenpairs;
import org.sweetspot.vector.spectrum.Lanczos;

/**
 * The growth of second moments under SGD on quadratics, in the eigenbasis of the mean Hessian:
 *
 * <pre>
 * C X = (H X + X H) / 2,  D X = (1 - q) H X H + (q/n) sum_i H_i X H_i,
 * eta* = 2 / lambda_max(C^+ D)
 * </pre>
 *
 * <p>as an operator on symmetric r x r matrices X, whose coordinates are the entries on and below
 * the diagonal, the latter times sqrt 2. C is diagonal there, with entries (h_a + h_b) / 2, and
 * C^(+1/2) D C^(+1/2) has the eigenvalues of C^+ D. Cost of a product: 2 n r^3.
 */
final class SecondMoments implements SymmetricOperator {
  /** Below this, relative to the largest, a curvature counts as zero. */
  private static final double ZERO = 1e-10;

  private final double[] curvatures;
  private final double[][][] examples;
  private final double share;
  private final ArraySpace space;
  private final double[] weights;

  /**
   * The operator.
   *
   * @param curvatures eigenvalues of the mean Hessian, none below zero but by rounding
   * @param examples each example's Hessian in the basis of its eigenvectors
   * @param share q
   */
  SecondMoments(double[] curvatures, double[][][] examples, double share) {
    this.curvatures = curvatures;
    this.examples = examples;
    this.share = share;
    int r = curvatures.length;
    this.space = ArraySpace.of("moments", (long) r * (r + 1) / 2);
    this.weights = new double[r * (r + 1) / 2];
    double largest = java.util.Arrays.stream(curvatures).max().orElse(0);
    int k = 0;
    for (int a = 0; a < r; a++) {
      for (int b = 0; b <= a; b++) {
        double c = (curvatures[a] + curvatures[b]) / 2;
        weights[k++] = c > ZERO * largest ? 1 / Math.sqrt(c) : 0;
      }
    }
  }

  /** The largest eigenvalue of C^+ D, and its residual. */
  double[] largest(RandomStream stream) {
    Lanczos lanczos = Lanczos.largest(1).withTolerance(1e-11).withProducts(1000);
    try (Eigenpairs pairs = lanczos.solve(this, stream)) {
      return new double[] {pairs.top().get(0).value(), pairs.top().get(0).residual()};
    }
  }

  @Override
  public ArraySpace space() {
    return space;
  }

  @Override
  public void apply(ParameterVector argument, ParameterVector result) {
    int r = curvatures.length;
    double[] entries = argument.toArray();
    double[][] x = new double[r][r];
    int k = 0;
    for (int a = 0; a < r; a++) {
      for (int b = 0; b <= a; b++) {
        x[a][b] = entries[k] * weights[k] / (a == b ? 1 : Math.sqrt(2));
        x[b][a] = x[a][b];
        k++;
      }
    }
    double[][] image = new double[r][r];
    for (double[][] hessian : examples) {
      add(hessian, x, share / examples.length, image);
    }
    k = 0;
    for (int a = 0; a < r; a++) {
      for (int b = 0; b <= a; b++) {
        double mean = (1 - share) * curvatures[a] * curvatures[b] * x[a][b];
        entries[k] = (image[a][b] + mean) * weights[k] * (a == b ? 1 : Math.sqrt(2));
        k++;
      }
    }
    result.set(entries);
  }

  /** image := image + factor * H X H, its lower triangle. */
  private static void add(double[][] h, double[][] x, double factor, double[][] image) {
    int r = x.length;
    for (int a = 0; a < r; a++) {
      double[] row = new double[r];
      for (int c = 0; c < r; c++) {
        for (int b = 0; b < r; b++) {
          row[b] += h[a][c] * x[c][b];
        }
      }
      for (int b = 0; b <= a; b++) {
        double sum = 0;
        for (int c = 0; c < r; c++) {
          sum += row[c] * h[c][b];
        }
        image[a][b] += factor * sum;
      }
    }
  }
}
