package org.sweetspot.matrix;

import org.sweetspot.statistics.UndefinedException;

/** What decompositions demand of their argument; for implementations of {@link MatrixAlgebra}. */
public final class Finite {
  private Finite() {}

  /** The matrix, if all its entries are finite. */
  public static Matrix require(Matrix matrix) {
    for (double entry : matrix.entries()) {
      if (!Double.isFinite(entry)) {
        throw new UndefinedException("matrix: expected finite entries, got " + entry);
      }
    }
    return matrix;
  }

  /** The matrix, if it is square and all its entries are finite. */
  public static Matrix requireSquare(Matrix matrix) {
    if (matrix.rows() != matrix.columns()) {
      throw new IllegalArgumentException(
          "symmetric matrix: expected as many rows as columns, got "
              + matrix.rows()
              + " x "
              + matrix.columns());
    }
    return require(matrix);
  }
}
