package org.sweetspot.matrix;

/**
 * A dense matrix in double precision, row by row. The array is not copied; treat it as read-only.
 */
public final class Matrix {
  private final int rows;
  private final int columns;
  private final double[] entries;

  /**
   * Wraps an array.
   *
   * @param entries rows x columns, row by row
   */
  public Matrix(int rows, int columns, double[] entries) {
    if (rows < 0 || columns < 0 || entries.length != (long) rows * columns) {
      throw new IllegalArgumentException(
          "matrix: expected "
              + rows
              + " x "
              + columns
              + " entries, got "
              + entries.length
              + " numbers");
    }
    this.rows = rows;
    this.columns = columns;
    this.entries = entries;
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Number of columns. */
  public int columns() {
    return columns;
  }

  /** One entry. */
  public double get(int row, int column) {
    return entries[row * columns + column];
  }

  /** The entries, row by row; not a copy. */
  public double[] entries() {
    return entries;
  }
}
