package org.sweetspot.sparsity;

/**
 * Masks that keep N of every M both along rows and along columns, so that a weight matrix and its
 * transpose are both sparse: in each M x M block, the N entries of every row and column of the
 * largest total magnitude (Hubara et al., "Accelerated sparse neural training", NeurIPS 2021). Rows
 * and columns that fill no block are kept whole.
 */
public final class TransposableMask {
  private TransposableMask() {}

  /**
   * The mask.
   *
   * @param values rows of a matrix
   * @param columns numbers of a row
   * @return true where the number is kept
   */
  public static boolean[] of(
      float[] values, int columns, SparsePattern pattern, BlockSolver solver) {
    int size = pattern.of();
    int rows = values.length / columns;
    boolean[] mask = new boolean[values.length];
    float[] magnitudes = new float[size * size];
    boolean[] block = new boolean[size * size];
    for (int row = 0; row < rows; row += size) {
      for (int column = 0; column < columns; column += size) {
        int height = Math.min(size, rows - row);
        int width = Math.min(size, columns - column);
        boolean whole = height == size && width == size;
        if (whole) {
          read(values, row * columns + column, columns, size, magnitudes);
          solver.solve(magnitudes, size, pattern.kept(), block);
        }
        for (int i = 0; i < height; i++) {
          for (int j = 0; j < width; j++) {
            mask[(row + i) * columns + column + j] = !whole || block[i * size + j];
          }
        }
      }
    }
    return mask;
  }

  /** The total magnitude that a mask keeps. */
  public static double kept(float[] values, boolean[] mask) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += mask[i] ? Math.abs(values[i]) : 0;
    }
    return sum;
  }

  private static void read(float[] values, int start, int columns, int size, float[] into) {
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        into[i * size + j] = Math.abs(values[start + i * columns + j]);
      }
    }
  }
}
