package org.sweetspot.sparsity;

import java.util.Arrays;

/**
 * The best choice: a matching of rows and columns of degree N and the largest weight, as a flow of
 * least cost. Each of the N M units takes the cheapest path of the residual graph (Bellman and
 * Ford's method); without circles of negative cost it stays the best flow of its size.
 *
 * <p>Cost: N M searches of at most 2 M sweeps over M^2 edges, in practice two or three sweeps.
 */
public record ExactMatching() implements BlockSolver {
  @Override
  public void solve(float[] magnitudes, int size, int kept, boolean[] mask) {
    Arrays.fill(mask, false);
    var search = new Search(magnitudes, size, mask);
    int[] ofRow = new int[size];
    int[] ofColumn = new int[size];
    for (int unit = 0; unit < size * kept; unit++) {
      search.augment(ofRow, ofColumn, kept);
    }
  }

  /** Cheapest paths from rows that lack entries to columns that do. */
  private static final class Search {
    private final float[] weights;
    private final int size;
    private final boolean[] mask;
    private final double[] row;
    private final double[] column;
    private final int[] rowFrom;
    private final int[] columnFrom;

    Search(float[] weights, int size, boolean[] mask) {
      this.weights = weights;
      this.size = size;
      this.mask = mask;
      row = new double[size];
      column = new double[size];
      rowFrom = new int[size];
      columnFrom = new int[size];
    }

    void augment(int[] ofRow, int[] ofColumn, int kept) {
      for (int i = 0; i < size; i++) {
        row[i] = ofRow[i] < kept ? 0 : Double.POSITIVE_INFINITY;
      }
      Arrays.fill(rowFrom, -1);
      Arrays.fill(column, Double.POSITIVE_INFINITY);
      for (int sweep = 0; sweep < 2 * size && relax(); sweep++) {
        // Goes on until nothing becomes cheaper.
      }
      int end = -1;
      for (int j = 0; j < size; j++) {
        if (ofColumn[j] < kept && (end < 0 || column[j] < column[end])) {
          end = j;
        }
      }
      ofColumn[end]++;
      int j = end;
      while (true) {
        int i = columnFrom[j];
        mask[i * size + j] = true;
        if (rowFrom[i] < 0) {
          ofRow[i]++;
          return;
        }
        j = rowFrom[i];
        mask[i * size + j] = false;
      }
    }

    private boolean relax() {
      boolean changed = false;
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          int edge = i * size + j;
          if (!mask[edge] && row[i] - weights[edge] < column[j]) {
            column[j] = row[i] - weights[edge];
            columnFrom[j] = i;
            changed = true;
          } else if (mask[edge] && column[j] + weights[edge] < row[i]) {
            row[i] = column[j] + weights[edge];
            rowFrom[i] = j;
            changed = true;
          }
        }
      }
      return changed;
    }
  }
}
