package org.sweetspot.problem;

import java.util.Optional;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;

/**
 * The gradient of the loss on one batch, linearized at the weights where it was made: the loss, the
 * gradient, and as an operator the Hessian. {@code apply(v, out)} is {@code out := H v}; cost: one
 * Hessian-vector product. An engine keeps for it whatever makes products cheap, such as the graph
 * of the gradient.
 */
public interface Linearization extends SymmetricOperator, AutoCloseable {
  /** Mean loss over the batch. */
  double loss();

  /** Gradient of the mean loss; owned by this. */
  ParameterVector gradient();

  /**
   * The Gauss-Newton matrix (see {@link GaussNewton}) on the same batch and weights, usable until
   * this is closed; empty where there is nothing that would make its products cheaper.
   */
  default Optional<SymmetricOperator> gaussNewton() {
    return Optional.empty();
  }

  /**
   * The empirical Fisher matrix (1/n) sum g_i g_i' of the same examples at the same weights, usable
   * until this is closed; empty where its examples are not told apart.
   */
  default Optional<SymmetricOperator> fisher() {
    return Optional.empty();
  }

  /**
   * Products with the Hessians of single examples, usable until this is closed; empty where they
   * would cost a graph each.
   */
  default Optional<ExampleProducts> examples() {
    return Optional.empty();
  }

  /** Frees what was kept. */
  @Override
  void close();
}
