package org.sweetspot.topology;

/** How far two points are apart: a sum over their coordinates, and what is made of the sum. */
public enum Metric {
  /** sqrt(sum_c (x_c - y_c)^2). */
  EUCLIDEAN {
    @Override
    void add(double[] sums, int first, int end, double[][] columns, double[] own) {
      double[] a = columns[0];
      double[] b = columns[1];
      double[] c = columns[2];
      double[] d = columns[3];
      double r = own[0];
      double s = own[1];
      double t = own[2];
      double u = own[3];
      for (int j = first; j < end; j++) {
        double w = r - a[j];
        double x = s - b[j];
        double y = t - c[j];
        double z = u - d[j];
        sums[j] = Math.fma(w, w, Math.fma(x, x, Math.fma(y, y, Math.fma(z, z, sums[j]))));
      }
    }

    @Override
    double distance(double sum, long dimension) {
      return Math.sqrt(sum);
    }
  },

  /**
   * (1 / n) sum_c |x_c - y_c|: where the coordinates are the losses of n examples, the
   * data-dependent pseudometric of Dupuis, Deligiannidis and Simsekli (2023), equation 6.
   */
  MEAN_ABSOLUTE {
    @Override
    void add(double[] sums, int first, int end, double[][] columns, double[] own) {
      double[] a = columns[0];
      double[] b = columns[1];
      double[] c = columns[2];
      double[] d = columns[3];
      double r = own[0];
      double s = own[1];
      double t = own[2];
      double u = own[3];
      for (int j = first; j < end; j++) {
        sums[j] +=
            Math.abs(r - a[j]) + Math.abs(s - b[j]) + (Math.abs(t - c[j]) + Math.abs(u - d[j]));
      }
    }

    @Override
    double distance(double sum, long dimension) {
      return sum / dimension;
    }
  },

  /** The share of coordinates that differ: where they are predicted labels, the disagreement. */
  DISAGREEMENT {
    @Override
    void add(double[] sums, int first, int end, double[][] columns, double[] own) {
      for (int c = 0; c < BlockedDistances.UNROLLED; c++) {
        double[] column = columns[c];
        double one = own[c];
        for (int j = first; j < end; j++) {
          sums[j] += column[j] == one ? 0 : 1;
        }
      }
    }

    @Override
    double distance(double sum, long dimension) {
      return sum / dimension;
    }
  };

  /**
   * Adds what {@link BlockedDistances#UNROLLED} coordinates contribute to the sums of one point
   * with many others. Loops of this form are vectorized by the compiler.
   *
   * @param sums one for each other point
   * @param first of the others
   * @param end after the last of them
   * @param columns a coordinate each, of the others
   * @param own as many coordinates of the one point
   */
  abstract void add(double[] sums, int first, int end, double[][] columns, double[] own);

  /** The distance that belongs to a sum over all coordinates. */
  abstract double distance(double sum, long dimension);
}
