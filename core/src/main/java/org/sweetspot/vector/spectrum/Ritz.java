package org.sweetspot.vector.spectrum;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.sweetspot.matrix.JavaAlgebra;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.matrix.SymmetricEigen;

/** Eigenpairs of the projected matrix, descending, each with the residual of the pair it means. */
final class Ritz {
  final double[] values;
  final double[][] vectors;
  final double[] residuals;

  /**
   * Solves the projected problem.
   *
   * @param projected symmetric; its leading part of that order counts
   * @param residual of the pair with these coordinates in the basis
   */
  Ritz(double[][] projected, int order, ToDoubleFunction<double[]> residual) {
    double[] entries = new double[order * order];
    for (int i = 0; i < order; i++) {
      System.arraycopy(projected[i], 0, entries, i * order, order);
    }
    SymmetricEigen decomposition =
        new JavaAlgebra().decomposition(new Matrix(order, order, entries));
    values = decomposition.values();
    vectors = new double[order][order];
    residuals = new double[order];
    for (int i = 0; i < order; i++) {
      for (int k = 0; k < order; k++) {
        vectors[i][k] = decomposition.vectors().get(k, i);
      }
      residuals[i] = residual.applyAsDouble(vectors[i]);
    }
  }

  /** Indices of the largest and of the smallest values, without repetition. */
  int[] ends(int top, int bottom) {
    int m = values.length;
    return IntStream.range(0, m).filter(i -> i < top || i >= m - bottom).toArray();
  }

  /** The values at both ends. */
  double[] endValues(int top, int bottom) {
    return Arrays.stream(ends(top, bottom)).mapToDouble(i -> values[i]).toArray();
  }

  /** The largest absolute value. */
  double magnitude() {
    return Math.max(Math.abs(values[0]), Math.abs(values[values.length - 1]));
  }
}
