package org.sweetspot.problem;

import java.util.Optional;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;

/**
 * The loss's graph on one batch: its value, its gradient, and as an operator its Hessian. {@code
 * apply(v, out)} is {@code out := H v}; cost: one Hessian-vector product.
 */
public interface KeptGraph extends SymmetricOperator, AutoCloseable {
  /** Mean loss over the batch. */
  double loss();

  /** Gradient of the mean loss; owned by the graph. */
  ParameterVector gradient();

  /**
   * The Gauss-Newton matrix (see {@link GaussNewton}) on the same batch and weights, usable until
   * the graph is closed; empty where the graph has nothing that would make its products cheaper.
   */
  default Optional<SymmetricOperator> gaussNewton() {
    return Optional.empty();
  }

  /**
   * The empirical Fisher matrix (1/n) sum g_i g_i' of the same examples at the same weights, usable
   * until the graph is closed; empty where the graph does not tell its examples apart.
   */
  default Optional<SymmetricOperator> fisher() {
    return Optional.empty();
  }

  /**
   * Products with the Hessians of single examples, usable until the graph is closed; empty where
   * they would cost a graph each.
   */
  default Optional<ExampleProducts> examples() {
    return Optional.empty();
  }

  /** Frees the graph. */
  @Override
  void close();
}
