package org.sweetspot.vector.spectrum;

import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;

/**
 * Extreme eigenpairs of a symmetric operator by thick-restart Lanczos with full
 * reorthogonalization.
 *
 * <p>The basis v_1, ..., v_m is kept orthonormal in the engine; the small projected matrix is
 * solved in double precision here. A pair has converged when its residual norm ||A v - theta v|| is
 * at most {@code tolerance * max |theta|}, the maximum over all Ritz values, which for a Hessian
 * near a minimum is the largest eigenvalue.
 *
 * <p>Error: the residual, which bounds the distance to the nearest eigenvalue. In single precision
 * it cannot fall below the rounding of the products, about 1e-6 of the largest eigenvalue; the
 * solver watches how far the products are from symmetric and adds what it sees to every residual
 * ({@link Eigenpairs#attainable()}). Cost: one product a step and {@code basis + 2} vectors of
 * memory.
 *
 * <p>One start vector sees one direction of each eigenspace, so that equal eigenvalues may count
 * once. With {@code confirm} the solver looks again in the orthogonal complement of what it found,
 * for some more products; it always does where the start vector's invariant subspace is exhausted.
 *
 * <p>Sources: Lanczos 1950; Wu and Simon, "Thick-restart Lanczos method for large symmetric
 * eigenvalue problems", SIAM J. Matrix Anal. Appl. 22 (2000).
 *
 * @param top how many of the largest eigenvalues
 * @param bottom how many of the smallest eigenvalues
 * @param tolerance largest residual, relative to the largest eigenvalue in absolute value
 * @param products most products to spend
 * @param basis most basis vectors to hold
 * @param confirm whether to look for further copies of multiple eigenvalues
 */
public record Lanczos(
    int top, int bottom, double tolerance, int products, int basis, boolean confirm) {
  /** Checks the numbers. */
  public Lanczos {
    if (top < 0 || bottom < 0 || top + bottom == 0) {
      throw new IllegalArgumentException(
          "Lanczos: expected at least one wanted eigenvalue, got top "
              + top
              + ", bottom "
              + bottom);
    }
    if (!(tolerance > 0 && tolerance < 1)) {
      throw new IllegalArgumentException(
          "Lanczos tolerance: expected above 0, below 1, got " + tolerance);
    }
    if (products < 1) {
      throw new IllegalArgumentException(
          "Lanczos products: expected at least 1 product, got " + products);
    }
    if (basis < top + bottom + 3) {
      throw new IllegalArgumentException(
          "Lanczos basis: expected at least "
              + (top + bottom + 3)
              + " vectors for "
              + (top + bottom)
              + " eigenvalues, got "
              + basis);
    }
  }

  /** The largest eigenvalues to 1e-4 with at most 200 products. */
  public static Lanczos largest(int count) {
    return new Lanczos(count, 0, 1e-4, 200, Math.max(60, 2 * count + 10), false);
  }

  /** The smallest eigenvalues to 1e-4 with at most 200 products. */
  public static Lanczos smallest(int count) {
    return new Lanczos(0, count, 1e-4, 200, Math.max(60, 2 * count + 10), false);
  }

  /** Both ends of the spectrum from one basis. */
  public static Lanczos bothEnds(int top, int bottom) {
    return new Lanczos(top, bottom, 1e-4, 200, Math.max(60, 2 * (top + bottom) + 10), false);
  }

  /** The same with another tolerance. */
  public Lanczos withTolerance(double value) {
    return new Lanczos(top, bottom, value, products, basis, confirm);
  }

  /** The same with another budget of products. */
  public Lanczos withProducts(int value) {
    return new Lanczos(top, bottom, tolerance, value, basis, confirm);
  }

  /** The same with another limit on the vectors held. */
  public Lanczos withBasis(int value) {
    return new Lanczos(top, bottom, tolerance, products, value, confirm);
  }

  /** The same, looking again for copies of multiple eigenvalues. */
  public Lanczos withConfirmation() {
    return new Lanczos(top, bottom, tolerance, products, basis, true);
  }

  /**
   * Solves from a random start.
   *
   * @return the pairs found, converged or not; fewer than wanted only if the dimension or the
   *     budget is smaller; the caller closes it
   * @throws ArithmeticException if a product is not finite
   */
  public Eigenpairs solve(SymmetricOperator operator, RandomStream stream) {
    try (LanczosIteration iteration = new LanczosIteration(this, operator, stream)) {
      return iteration.run();
    }
  }

  /**
   * Solves from a given start, for instance the sum of the eigenvectors found a little earlier in
   * training.
   *
   * @param start any vector but zero; it is not changed
   * @param stream for the directions needed when the start's invariant subspace is exhausted
   * @return as in {@link #solve(SymmetricOperator, RandomStream)}
   */
  public Eigenpairs solve(SymmetricOperator operator, ParameterVector start, RandomStream stream) {
    try (LanczosIteration iteration = new LanczosIteration(this, operator, stream)) {
      iteration.startFrom(start);
      return iteration.run();
    }
  }
}
