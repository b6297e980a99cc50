package org.sweetspot.matrix;

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
   * sums[at + r][j] += sum over coordinates c of own[first + c][at + r] * columns[from + c][j].
   *
   * @param sums of points; those of {@link #ROWS} from this index on are added to
   * @param count how many others
   * @param columns a coordinate each, of the others
   * @param own a coordinate each, of the points
   * @param depth how many coordinates, a multiple of {@link #COLUMNS}
   */
  static void add(
      double[][] sums,
      int at,
      int count,
      double[][] columns,
      int from,
      double[][] own,
      int first,
      int depth) {
    double[] p = sums[at];
    double[] q = sums[at + 1];
    double[] r = sums[at + 2];
    for (int c = 0; c < depth; c += COLUMNS) {
      double[] a = columns[from + c];
      double[] b = columns[from + c + 1];
      double[] d = columns[from + c + 2];
      double[] o = own[first + c];
      double[] o1 = own[first + c + 1];
      double[] o2 = own[first + c + 2];
      double u = o[at];
      double u1 = o1[at];
      double u2 = o2[at];
      double v = o[at + 1];
      double v1 = o1[at + 1];
      double v2 = o2[at + 1];
      double w = o[at + 2];
      double w1 = o1[at + 2];
      double w2 = o2[at + 2];
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
