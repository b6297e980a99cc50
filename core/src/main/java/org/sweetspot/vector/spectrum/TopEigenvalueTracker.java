package org.sweetspot.vector.spectrum;

import org.jspecify.annotations.Nullable;
import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;

/**
 * Follows the largest eigenvalue of an operator that moves slowly, such as the Hessian during
 * training: each solve starts from the eigenvector found last.
 *
 * <p>A little of a random direction is added to the start. Without it a start that is almost an
 * eigenvector would be accepted after one product even where another eigenvalue has meanwhile
 * become the largest; for the same reason a warm solve spends at least six products. Error and
 * memory as in {@link Lanczos}; cost: where the operator has moved little, a fraction of a cold
 * start's products, and never more than the budget of one solve.
 */
public final class TopEigenvalueTracker implements AutoCloseable {
  /** Length of the random part of a start, relative to the eigenvector's. */
  private static final double STRAY = 0.05;

  /** Fewest products of a warm solve, in which a direction that has overtaken shows itself. */
  private static final int LEAST = 6;

  private final Lanczos lanczos;
  private final RandomStream stream;
  private @Nullable ParameterVector last;

  /**
   * Nothing is known yet: the first solve is a cold one.
   *
   * @param tolerance largest residual, relative to the largest eigenvalue in absolute value
   * @param products most products to spend on one solve
   * @param stream of the cold start and of the random parts
   */
  public TopEigenvalueTracker(double tolerance, int products, RandomStream stream) {
    this.lanczos = Lanczos.largest(1).withTolerance(tolerance).withProducts(products);
    this.stream = stream;
  }

  /**
   * The largest eigenvalue of the operator as it is now.
   *
   * @param operator of the same space each time
   * @throws ArithmeticException if a product is not finite; the tracker keeps what it knew
   */
  public TrackedEigenvalue solve(SymmetricOperator operator) {
    try (Eigenpairs pairs = pairs(operator)) {
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

  private Eigenpairs pairs(SymmetricOperator operator) {
    if (last == null) {
      return lanczos.solve(operator, stream);
    }
    try (ParameterVector start = operator.space().gaussian(stream)) {
      start.scale(STRAY / start.norm()).add(1, last);
      try (LanczosIteration iteration = new LanczosIteration(lanczos, operator, stream)) {
        iteration.startFrom(start);
        iteration.atLeast(LEAST);
        return iteration.run();
      }
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
