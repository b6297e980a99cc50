package org.sweetspot.control.prediction;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;

/** Least squares on some of the columns of a table; of many solutions the shortest. */
final class Columns {
  private Columns() {}

  /**
   * Coefficients of all columns, zero for those left out.
   *
   * @param rows one for each equation
   * @param right the other side
   * @param subset bit j stands for column j
   */
  static double[] solve(double[][] rows, double[] right, int subset) {
    int width = rows.length == 0 ? 3 : rows[0].length;
    int[] columns =
        java.util.stream.IntStream.range(0, width).filter(j -> (subset >> j & 1) == 1).toArray();
    RealMatrix normal = new Array2DRowRealMatrix(columns.length, columns.length);
    double[] sums = new double[columns.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns.length; j++) {
        sums[j] += rows[i][columns[j]] * right[i];
        for (int k = 0; k < columns.length; k++) {
          normal.addToEntry(j, k, rows[i][columns[j]] * rows[i][columns[k]]);
        }
      }
    }
    double[] solved =
        new SingularValueDecomposition(normal)
            .getSolver()
            .solve(new ArrayRealVector(sums))
            .toArray();
    double[] all = new double[width];
    for (int j = 0; j < columns.length; j++) {
      all[columns[j]] = solved[j];
    }
    return all;
  }
}
