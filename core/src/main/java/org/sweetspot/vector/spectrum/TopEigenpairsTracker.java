package org.sweetspot.vector.spectrum;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;

/**
 * Follows several of the largest eigenvalues of an operator that moves, such as the Hessian from
 * one state of a training to the next: each solve starts from the sum of the eigenvectors found
 * last, to which a little of a random direction is added, in which others that have grown show
 * themselves. {@link TopEigenvalueTracker} follows one, step by step.
 *
 * <p>Why not LOBPCG: without a preconditioner it needs fewer products only where the operator has
 * hardly moved, since a block of k vectors sees polynomials of k times lower degree; the tests hold
 * the comparison. Error: the residual, as in {@link Lanczos}. Cost: where the operator has moved
 * little, about two thirds of a cold start's products. Memory: the eigenvectors between solves.
 */
public final class TopEigenpairsTracker implements AutoCloseable {
  /** Length of the random part of a start, relative to the eigenvectors' sum. */
  private static final double STRAY = 0.05;

  /** Fewest products of a warm solve, in which a direction that has overtaken shows itself. */
  private static final int LEAST = 6;

  private final Lanczos lanczos;
  private final RandomStream stream;
  private final List<ParameterVector> last = new ArrayList<>();

  /**
   * Nothing is known yet: the first solve is a cold one.
   *
   * @param lanczos how many of the largest, how precisely and at what cost each time
   * @param stream of the cold start and of the random parts
   */
  public TopEigenpairsTracker(Lanczos lanczos, RandomStream stream) {
    this.lanczos = lanczos;
    this.stream = stream;
  }

  /**
   * The eigenpairs of the operator as it is now; the caller closes them.
   *
   * @param operator of the same space each time
   * @throws ArithmeticException if a product is not finite; the tracker keeps what it knew
   */
  public Eigenpairs solve(SymmetricOperator operator) {
    Eigenpairs pairs = pairs(operator);
    close();
    pairs.top().forEach(pair -> last.add(pair.vector().copy()));
    return pairs;
  }

  private Eigenpairs pairs(SymmetricOperator operator) {
    if (last.isEmpty()) {
      return lanczos.solve(operator, stream);
    }
    try (ParameterVector start = operator.space().gaussian(stream);
        LanczosIteration iteration = new LanczosIteration(lanczos, operator, stream)) {
      start.scale(STRAY * Math.sqrt(last.size()) / start.norm());
      last.forEach(vector -> start.add(1, vector));
      iteration.startFrom(start);
      iteration.atLeast(Math.min(LEAST, lanczos.products()));
      return iteration.run();
    }
  }

  /** Frees the eigenvectors; the next solve is a cold one. */
  @Override
  public void close() {
    last.forEach(ParameterVector::close);
    last.clear();
  }
}
