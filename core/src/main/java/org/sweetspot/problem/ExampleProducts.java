package org.sweetspot.problem;

import java.util.List;
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

  /**
   * The inner products of H_i v with other vectors: a row for each example. Cost and memory: those
   * of {@link #along}.
   */
  double[][] along(ParameterVector direction, List<ParameterVector> onto);

  /** result := (1/n) sum_i H_i (H_i v). Cost: about two products, and the memory of n vectors. */
  void squared(ParameterVector direction, ParameterVector result);
}
