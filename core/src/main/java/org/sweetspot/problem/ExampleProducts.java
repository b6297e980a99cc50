package org.sweetspot.problem;

import org.sweetspot.vector.ParameterVector;

/** Products with the Hessians H_i of single examples' losses, for all n examples of a batch. */
public interface ExampleProducts {
  /**
   * Hands over H_i v for each example, in order. Cost: about a Hessian-vector product, and the
   * memory of n vectors.
   *
   * @param visitor may keep no vector beyond the call
   */
  void along(ParameterVector direction, PerExample.GradientVisitor visitor);

  /** result := (1/n) sum_i H_i (H_i v). Cost: about two products, and the memory of n vectors. */
  void squared(ParameterVector direction, ParameterVector result);
}
