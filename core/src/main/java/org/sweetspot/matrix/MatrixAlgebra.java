package org.sweetspot.matrix;

import java.nio.DoubleBuffer;

/** Decompositions and products of dense matrices in double precision. */
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

  /**
   * Scalar products of the rows of two matrices, into[i n + j] = sum over c of left[i width + c]
   * right[j width + c], n the right matrix's rows. On the calling thread alone, and by several
   * threads at once. Error of a product: width units of rounding of |left row| |right row| at most.
   *
   * @param left from its position to its limit, row after row
   * @param right likewise
   * @param width of both
   * @param into takes the products from its position on, which stays where it is; direct and of
   *     native order, as the others are
   */
  void rowProducts(DoubleBuffer left, DoubleBuffer right, int width, DoubleBuffer into);
}
