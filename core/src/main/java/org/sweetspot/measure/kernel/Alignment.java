package org.sweetspot.measure.kernel;

import org.sweetspot.matrix.Matrix;
import org.sweetspot.statistics.UndefinedException;

/** The cosine between symmetric matrices, as they are or centred. */
final class Alignment {
  private Alignment() {}

  /** {@code <A, B> / (||A|| ||B||)}, inner product and norms those of Frobenius. */
  static double cosine(Matrix a, Matrix b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    double[] x = a.entries();
    double[] y = b.entries();
    for (int i = 0; i < x.length; i++) {
      ab += x[i] * y[i];
      aa += x[i] * x[i];
      bb += y[i] * y[i];
    }
    if (!(aa > 0 && bb > 0)) {
      throw new UndefinedException(
          "alignment: expected matrices other than zero, got squared norms " + aa + " and " + bb);
    }
    return ab / (Math.sqrt(aa) * Math.sqrt(bb));
  }

  /** The cosine of H A H and H B H, H = I - 1 1' / n: centred kernel alignment. */
  static double centred(Matrix a, Matrix b) {
    return cosine(centre(a), centre(b));
  }

  /** H A H of a symmetric matrix. */
  static Matrix centre(Matrix a) {
    int n = a.rows();
    double[] means = new double[n];
    double total = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        means[i] += a.get(i, j) / n;
      }
      total += means[i] / n;
    }
    double[] entries = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        entries[i * n + j] = a.get(i, j) - means[i] - means[j] + total;
      }
    }
    return new Matrix(n, n, entries);
  }
}
