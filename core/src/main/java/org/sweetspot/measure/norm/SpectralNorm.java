package org.sweetspot.measure.norm;

import org.sweetspot.matrix.Matrix;
import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.ArraySpace;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;
import org.sweetspot.vector.spectrum.Eigenpairs;
import org.sweetspot.vector.spectrum.Lanczos;

/** The largest singular value of a matrix, without the others. */
final class SpectralNorm {
  // The error of an eigenvalue goes with the square of the residual, over the gap.
  private static final double RESIDUAL = 1e-9;
  private static final int PRODUCTS = 3000;

  private SpectralNorm() {}

  /**
   * Lanczos on the smaller of W W' and W' W.
   *
   * @param name for messages
   */
  static double of(String name, Matrix matrix, RandomStream stream) {
    boolean byRows = matrix.rows() <= matrix.columns();
    ArraySpace space = ArraySpace.of(name, byRows ? matrix.rows() : matrix.columns());
    SymmetricOperator gram =
        new SymmetricOperator() {
          @Override
          public ArraySpace space() {
            return space;
          }

          @Override
          public void apply(ParameterVector argument, ParameterVector result) {
            double[] x = argument.toArray();
            result.set(
                byRows
                    ? multiply(matrix, multiplyTransposed(matrix, x))
                    : multiplyTransposed(matrix, multiply(matrix, x)));
          }
        };
    Lanczos lanczos = Lanczos.largest(1).withTolerance(RESIDUAL).withProducts(PRODUCTS);
    try (Eigenpairs pairs = lanczos.solve(gram, stream)) {
      if (!pairs.converged()) {
        throw new ArithmeticException(
            "spectral norm of " + name + ": no convergence within " + PRODUCTS + " products");
      }
      return Math.sqrt(Math.max(0, pairs.topValues()[0]));
    }
  }

  private static double[] multiply(Matrix matrix, double[] x) {
    double[] entries = matrix.entries();
    double[] y = new double[matrix.rows()];
    for (int i = 0; i < y.length; i++) {
      double sum = 0;
      for (int j = 0; j < x.length; j++) {
        sum += entries[i * x.length + j] * x[j];
      }
      y[i] = sum;
    }
    return y;
  }

  private static double[] multiplyTransposed(Matrix matrix, double[] x) {
    double[] entries = matrix.entries();
    double[] y = new double[matrix.columns()];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < y.length; j++) {
        y[j] += entries[i * y.length + j] * x[i];
      }
    }
    return y;
  }
}
