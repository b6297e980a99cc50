package org.sweetspot.topology;

/**
 * Scalar products of three points with many others, three coordinates at a time: each number that
 * is loaded takes part in several products, so that the processor multiplies instead of waiting for
 * memory. The compiler vectorizes the loop as it stands here; it is not a method of its own, which
 * it would not.
 */
final class ProductKernel {
  /** Points whose products are formed together. */
  static final int ROWS = 3;

  /** Coordinates that are taken together. */
  static final int COLUMNS = 3;

  private ProductKernel() {}

  /**
   * sums[to + r][j] += sum over coordinates c of own[c][at + r] * columns[c][j].
   *
   * @param sums of {@link #ROWS} points, from this index on
   * @param count how many others
   * @param columns a coordinate each, of the others
   * @param own a coordinate each, of the points
   * @param at where the first of the points stands there
   * @param from first coordinate
   * @param end after the last one; a multiple of {@link #COLUMNS} coordinates later
   */
  static void add(
      double[][] sums,
      int to,
      int count,
      double[][] columns,
      double[][] own,
      int at,
      int from,
      int end) {
    double[] p = sums[to];
    double[] q = sums[to + 1];
    double[] r = sums[to + 2];
    for (int c = from; c < end; c += COLUMNS) {
      double[] a = columns[c];
      double[] b = columns[c + 1];
      double[] d = columns[c + 2];
      double u = own[c][at];
      double u1 = own[c + 1][at];
      double u2 = own[c + 2][at];
      double v = own[c][at + 1];
      double v1 = own[c + 1][at + 1];
      double v2 = own[c + 2][at + 1];
      double w = own[c][at + 2];
      double w1 = own[c + 1][at + 2];
      double w2 = own[c + 2][at + 2];
      for (int j = 0; j < count; j++) {
        double x = a[j];
        double y = b[j];
        double z = d[j];
        p[j] = Math.fma(u, x, Math.fma(u1, y, Math.fma(u2, z, p[j])));
        q[j] = Math.fma(v, x, Math.fma(v1, y, Math.fma(v2, z, q[j])));
        r[j] = Math.fma(w, x, Math.fma(w1, y, Math.fma(w2, z, r[j])));
      }
    }
  }
}
