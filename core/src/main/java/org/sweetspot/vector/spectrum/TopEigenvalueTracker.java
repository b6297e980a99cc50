package org.sweetspot.vector.spectrum;

import org.jspecify.annotations.Nullable;
import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;

/**
 * Follows the largest eigenvalue of an operator that moves slowly, such as the Hessian during
 * training: each solve starts from the eigenvector found last.
 *
 * <p>A tenth of another direction is added to the start, for a Hessian best the gradient, in which
 * new steep directions show first. Without it a start that is almost an eigenvector would be
 * accepted after one product even where another eigenvalue has meanwhile become the largest; for
 * the same reason a warm solve spends at least six products, or all that it may.
 *
 * <p>Error: the residual, as in {@link Lanczos}; a value that has not converged is a lower bound up
 * to it. Cost: where the operator has moved little, a fraction of a cold start's products. Memory:
 * one vector between solves, as many as products during one.
 */
public final class TopEigenvalueTracker implements AutoCloseable {
  /** Length of the added part of a start, relative to the eigenvector's. */
  private static final double NEWCOMER = 0.1;

  /** Fewest products of a warm solve, in which a direction that has overtaken shows itself. */
  private static final int LEAST = 6;

  private static final int LARGEST_BASIS = 60;

  private final Lanczos cold;
  private final Lanczos warm;
  private @Nullable ParameterVector last;

  /**
   * Nothing is known yet: the first solve is a cold one.
   *
   * @param tolerance largest residual, relative to the largest eigenvalue in absolute value
   * @param first most products to spend on the first solve
   * @param next most products to spend on each further one
   */
  public TopEigenvalueTracker(double tolerance, int first, int next) {
    this.cold = lanczos(tolerance, first);
    this.warm = lanczos(tolerance, next);
  }

  private static Lanczos lanczos(double tolerance, int products) {
    return Lanczos.largest(1)
        .withTolerance(tolerance)
        .withProducts(products)
        .withBasis(Math.min(LARGEST_BASIS, Math.max(4, products)));
  }

  /**
   * The largest eigenvalue of the operator as it is now; a random direction is added to the start.
   *
   * @param operator of the same space each time
   * @param stream of the cold start and of the random direction
   * @throws ArithmeticException if a product is not finite; the tracker keeps what it knew
   */
  public TrackedEigenvalue solve(SymmetricOperator operator, RandomStream stream) {
    try (ParameterVector newcomer = operator.space().zero()) {
      return solve(operator, newcomer, stream);
    }
  }

  /**
   * The largest eigenvalue of the operator as it is now.
   *
   * @param operator of the same space each time
   * @param newcomer in which new large eigenvalues would show first; a random direction stands in
   *     where it is zero; it is not changed
   * @param stream of the cold start and of random directions
   * @throws ArithmeticException if a product is not finite; the tracker keeps what it knew
   */
  public TrackedEigenvalue solve(
      SymmetricOperator operator, ParameterVector newcomer, RandomStream stream) {
    try (Eigenpairs pairs = pairs(operator, newcomer, stream)) {
      Eigenpair top = pairs.top().get(0);
      if (last == null) {
        last = top.vector().copy();
      } else {
        last.set(top.vector());
      }
      return new TrackedEigenvalue(
          top.value(), top.residual(), pairs.products(), pairs.converged());
    }
  }

  private Eigenpairs pairs(
      SymmetricOperator operator, ParameterVector newcomer, RandomStream stream) {
    if (last == null) {
      return cold.solve(operator, stream);
    }
    try (ParameterVector start = last.copy();
        LanczosIteration iteration = new LanczosIteration(warm, operator, stream)) {
      double norm = newcomer.norm();
      if (norm > 0) {
        start.add(NEWCOMER / norm, newcomer);
      } else {
        try (ParameterVector random = operator.space().gaussian(stream)) {
          start.add(NEWCOMER / random.norm(), random);
        }
      }
      iteration.startFrom(start);
      iteration.atLeast(Math.min(LEAST, warm.products()));
      return iteration.run();
    }
  }

  /** Frees the eigenvector. */
  @Override
  public void close() {
    if (last != null) {
      last.close();
    }
  }
}
