package org.sweetspot.topology;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.DecompositionSolver;
import org.hipparchus.linear.LUDecomposition;

/**
 * Solves A x = b for a dense symmetric A: by Cholesky's method where A is positive definite, with
 * pivots otherwise; then one step of refinement.
 */
final class SymmetricSystem {
  private SymmetricSystem() {}

  /** A solution. */
  static final class Solution {
    private final double[] x;
    private final double residual;

    private Solution(double[] x, double residual) {
      this.x = x;
      this.residual = residual;
    }

    /** The unknowns, not copied. */
    double[] x() {
      return x;
    }

    /** The largest entry of |A x - b|. */
    double residual() {
      return residual;
    }
  }

  /** The solution, or nothing where the matrix is singular to rounding. */
  static Optional<Solution> solve(double[][] matrix, double[] right) {
    double[][] factor = new double[matrix.length][];
    for (int i = 0; i < matrix.length; i++) {
      factor[i] = Arrays.copyOf(matrix[i], i + 1);
    }
    if (factorize(factor)) {
      return Optional.of(refined(matrix, right, b -> substitute(factor, b)));
    }
    DecompositionSolver pivoting =
        new LUDecomposition(new Array2DRowRealMatrix(matrix, false), 1e-13).getSolver();
    return pivoting.isNonSingular()
        ? Optional.of(
            refined(matrix, right, b -> pivoting.solve(new ArrayRealVector(b, false)).toArray()))
        : Optional.empty();
  }

  private static Solution refined(
      double[][] matrix, double[] right, UnaryOperator<double[]> inverse) {
    double[] x = inverse.apply(right);
    double[] correction = inverse.apply(residuals(matrix, right, x));
    for (int i = 0; i < x.length; i++) {
      x[i] += correction[i];
    }
    double largest = 0;
    for (double residual : residuals(matrix, right, x)) {
      // NaN is the largest of all.
      largest = Math.max(largest, Math.abs(residual));
    }
    return new Solution(x, largest);
  }

  private static double[] residuals(double[][] matrix, double[] right, double[] x) {
    double[] residuals = right.clone();
    for (int i = 0; i < x.length; i++) {
      double product = 0;
      for (int j = 0; j < x.length; j++) {
        product += matrix[i][j] * x[j];
      }
      residuals[i] -= product;
    }
    return residuals;
  }

  /** Replaces the lower triangle by its Cholesky factor; false where a pivot is not positive. */
  private static boolean factorize(double[][] rows) {
    int n = rows.length;
    double[] column = new double[n];
    for (int j = 0; j < n; j++) {
      double pivot = rows[j][j];
      if (!(pivot > n * Math.ulp(1.0))) {
        return false;
      }
      double root = Math.sqrt(pivot);
      for (int i = j; i < n; i++) {
        column[i] = rows[i][j] / root;
        rows[i][j] = column[i];
      }
      for (int i = j + 1; i < n; i++) {
        double[] row = rows[i];
        double factor = column[i];
        for (int c = j + 1; c <= i; c++) {
          row[c] -= factor * column[c];
        }
      }
    }
    return true;
  }

  private static double[] substitute(double[][] factor, double[] right) {
    int n = right.length;
    double[] x = right.clone();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        x[i] -= factor[i][j] * x[j];
      }
      x[i] /= factor[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      x[i] /= factor[i][i];
      for (int j = 0; j < i; j++) {
        x[j] -= factor[i][j] * x[i];
      }
    }
    return x;
  }
}
