package org.sweetspot.matrix;

/** Decompositions of dense matrices in double precision. */
public interface MatrixAlgebra {
  /**
   * All min(rows, columns) singular values, descending. Error: a few units of rounding of the
   * largest. Cost: O(rows columns min(rows, columns)).
   *
   * @throws ArithmeticException if an entry is not finite
   */
  double[] singularValues(Matrix matrix);

  /**
   * All eigenvalues of a symmetric matrix, descending; the lower triangle is read. Cost: O(rows^3).
   *
   * @throws ArithmeticException if an entry is not finite
   */
  double[] eigenvalues(Matrix symmetric);

  /**
   * All eigenvalues of a symmetric matrix, descending, and their orthonormal eigenvectors. Cost:
   * O(rows^3).
   *
   * @throws ArithmeticException if an entry is not finite
   */
  SymmetricEigen decomposition(Matrix symmetric);
}
