package org.sweetspot.matrix;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Eigenvalues and eigenvectors by plane rotations (Jacobi 1846), in cyclic order. Slower than
 * tridiagonal methods by a factor of about ten, but it converges whatever the spectrum, also where
 * many eigenvalues are zero to rounding, where those may give up.
 */
final class Jacobi {
  private static final int SWEEPS = 60;

  private final int n;
  private final double[][] a;
  private final double[][] v;

  private Jacobi(double[][] symmetric) {
    this.n = symmetric.length;
    this.a = symmetric;
    this.v = new double[n][n];
    for (int i = 0; i < n; i++) {
      v[i][i] = 1;
    }
  }

  /** Solves; the array is overwritten. */
  static SymmetricEigen solve(double[][] symmetric) {
    Jacobi jacobi = new Jacobi(symmetric);
    double scale = 0;
    for (double[] row : symmetric) {
      for (double entry : row) {
        scale = Math.max(scale, Math.abs(entry));
      }
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      if (!jacobi.sweep(0x1p-54 * scale)) {
        return jacobi.sorted();
      }
    }
    throw new ArithmeticException(
        "eigenvalues: expected convergence within " + SWEEPS + " sweeps, got none");
  }

  /** Rotates every entry above the size to zero once; returns whether there was one. */
  private boolean sweep(double size) {
    boolean rotated = false;
    for (int p = 0; p < n; p++) {
      for (int q = p + 1; q < n; q++) {
        if (Math.abs(a[p][q]) > size) {
          rotate(p, q);
          rotated = true;
        }
      }
    }
    return rotated;
  }

  private void rotate(int p, int q) {
    double ratio = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double t = Math.copySign(1, ratio) / (Math.abs(ratio) + Math.hypot(1, ratio));
    double c = 1 / Math.hypot(1, t);
    double s = t * c;
    for (int k = 0; k < n; k++) {
      double left = a[k][p];
      double right = a[k][q];
      a[k][p] = c * left - s * right;
      a[k][q] = s * left + c * right;
    }
    for (int k = 0; k < n; k++) {
      double left = a[p][k];
      double right = a[q][k];
      a[p][k] = c * left - s * right;
      a[q][k] = s * left + c * right;
    }
    for (int k = 0; k < n; k++) {
      double left = v[k][p];
      double right = v[k][q];
      v[k][p] = c * left - s * right;
      v[k][q] = s * left + c * right;
    }
    a[p][q] = 0;
    a[q][p] = 0;
  }

  private SymmetricEigen sorted() {
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -a[i][i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] values = new double[n];
    double[] vectors = new double[n * n];
    for (int k = 0; k < n; k++) {
      values[k] = a[order[k]][order[k]];
      for (int i = 0; i < n; i++) {
        vectors[i * n + k] = v[i][order[k]];
      }
    }
    return new SymmetricEigen(values, new Matrix(n, n, vectors));
  }
}
