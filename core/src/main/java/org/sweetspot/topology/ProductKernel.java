package org.sweetspot.topology;

/**
 * Scalar products of four points with many others, two coordinates at a time: each number that is
 * loaded takes part in several products, so that the processor multiplies instead of waiting for
 * memory. The compiler vectorizes loops of this size and no larger ones.
 */
final class ProductKernel {
  /** Points whose products are formed together. */
  static final int ROWS = 4;

  private static final int COLUMNS = 2;

  private ProductKernel() {}

  /**
   * sums[to + r][j] += sum over coordinates c of rows[first + r][c] * columns[c][j].
   *
   * @param sums of {@link #ROWS} points, from this index on
   * @param count how many others
   * @param columns a coordinate each, of the others
   * @param from first coordinate
   * @param end after the last one; an even number of coordinates
   */
  static void add(
      double[][] sums,
      int to,
      int count,
      double[][] columns,
      double[][] rows,
      int first,
      int from,
      int end) {
    double[] u = rows[first];
    double[] v = rows[first + 1];
    double[] w = rows[first + 2];
    double[] x = rows[first + 3];
    for (int c = from; c < end; c += COLUMNS) {
      add(
          sums[to],
          sums[to + 1],
          sums[to + 2],
          sums[to + 3],
          count,
          columns[c],
          columns[c + 1],
          u[c],
          u[c + 1],
          v[c],
          v[c + 1],
          w[c],
          w[c + 1],
          x[c],
          x[c + 1]);
    }
  }

  private static void add(
      double[] p,
      double[] q,
      double[] r,
      double[] s,
      int count,
      double[] a,
      double[] b,
      double u,
      double u1,
      double v,
      double v1,
      double w,
      double w1,
      double x,
      double x1) {
    for (int j = 0; j < count; j++) {
      double e = a[j];
      double f = b[j];
      p[j] = Math.fma(u, e, Math.fma(u1, f, p[j]));
      q[j] = Math.fma(v, e, Math.fma(v1, f, q[j]));
      r[j] = Math.fma(w, e, Math.fma(w1, f, r[j]));
      s[j] = Math.fma(x, e, Math.fma(x1, f, s[j]));
    }
  }
}
