package org.sweetspot.problem;

import org.sweetspot.problem.PerExample.GradientVisitor;

/**
 * A classifier whose outputs can be differentiated example by example: for each example i the
 * gradient of sum_k a_ik z_ik, with z_i its logits and a_i constants. Rows of the Jacobian, the
 * tangent kernel and the exact trace of the Gauss-Newton matrix are all made of these. The network
 * is taken as it is used ({@link Mode#EVALUATE}); each example must have one row of logits.
 */
public interface OutputGradients {
  /**
   * Squared Euclidean norm of each example's gradient, in the batch's order. Cost: about that of
   * squared gradient norms of the loss.
   *
   * @param coefficients a, examples x classes, row by row
   */
  double[] squaredOutputNorms(Batch batch, double[] coefficients);

  /**
   * Hands each example's gradient to the visitor, in the batch's order.
   *
   * @param coefficients a, examples x classes, row by row
   */
  void outputGradients(Batch batch, double[] coefficients, GradientVisitor visitor);
}
