package org.sweetspot.vector.spectrum;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;

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
    double[][] matrix = new double[order][];
    for (int i = 0; i < order; i++) {
      matrix[i] = Arrays.copyOf(projected[i], order);
    }
    EigenDecompositionSymmetric decomposition =
        new EigenDecompositionSymmetric(new Array2DRowRealMatrix(matrix, false));
    values = decomposition.getEigenvalues();
    vectors = new double[order][];
    residuals = new double[order];
    for (int i = 0; i < order; i++) {
      vectors[i] = decomposition.getEigenvector(i).toArray();
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
