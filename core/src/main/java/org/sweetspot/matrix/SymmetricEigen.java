package org.sweetspot.matrix;

/** Eigenvalues of a symmetric matrix, descending, and their orthonormal eigenvectors. */
public final class SymmetricEigen {
  private final double[] values;
  private final Matrix vectors;

  /**
   * Wraps the arrays.
   *
   * @param values descending
   * @param vectors column k belongs to value k
   */
  public SymmetricEigen(double[] values, Matrix vectors) {
    if (vectors.columns() != values.length) {
      throw new IllegalArgumentException(
          "eigenvectors: expected " + values.length + " columns, got " + vectors.columns());
    }
    this.values = values;
    this.vectors = vectors;
  }

  /** The eigenvalues, descending; not a copy. */
  public double[] values() {
    return values;
  }

  /** The eigenvectors: column k belongs to value k. */
  public Matrix vectors() {
    return vectors;
  }
}
