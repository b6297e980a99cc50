package org.sweetspot.generalization.study;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.DecompositionSolver;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.RealMatrix;

/**
 * Kendall's tau-b of a measure and the gap given all hyperparameters: -P_12 / sqrt(P_11 P_22), P
 * the inverse of the matrix of the tau-b of measure, gap and the ranks of the axes' values. A
 * measure that follows the gap only because both follow the rate shows about 0.
 *
 * <p>The axes count by the order of their values in the grid; a hyperparameter that acts both ways
 * is not taken out whole. Source: Kendall 1942.
 */
public final class PartialTau {
  private PartialTau() {}

  /**
   * The partial correlation; NaN where the measure or the gap is constant, or follows from the
   * hyperparameters alone.
   *
   * @param measure a number for each run; NaN where it is not known
   */
  public static double of(StudyTable table, double[] measure) {
    List<double[]> columns = new ArrayList<>();
    columns.add(measure);
    columns.add(table.gaps());
    for (int axis = 0; axis < table.axes().size(); axis++) {
      double[] ranks = new double[table.size()];
      for (int i = 0; i < ranks.length; i++) {
        ranks[i] = table.value(i, axis);
      }
      if (!Double.isNaN(Kendall.b(ranks, ranks))) {
        columns.add(ranks);
      }
    }
    RealMatrix taus = new Array2DRowRealMatrix(columns.size(), columns.size());
    for (int a = 0; a < columns.size(); a++) {
      for (int b = 0; b < columns.size(); b++) {
        double tau = a == b ? 1 : Kendall.b(columns.get(a), columns.get(b));
        if (Double.isNaN(tau)) {
          return Double.NaN;
        }
        taus.setEntry(a, b, tau);
      }
    }
    DecompositionSolver solver = new LUDecomposition(taus, 1e-10).getSolver();
    if (!solver.isNonSingular()) {
      return Double.NaN;
    }
    RealMatrix inverse = solver.getInverse();
    double scale = inverse.getEntry(0, 0) * inverse.getEntry(1, 1);
    return scale > 0 ? -inverse.getEntry(0, 1) / Math.sqrt(scale) : Double.NaN;
  }
}
