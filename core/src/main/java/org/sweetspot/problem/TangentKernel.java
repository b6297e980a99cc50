package org.sweetspot.problem;

import org.sweetspot.matrix.Matrix;
import org.sweetspot.vector.ParameterVector;

/**
 * A classifier whose empirical tangent kernel can be computed, for the network as it is used
 * ({@link Mode#EVALUATE}); each example must have one row of logits.
 */
public interface TangentKernel {
  /**
   * K_ij = sum over classes c of the inner product of the gradients of z_ic and z_jc with respect
   * to all weights: a sum, not divided by the number of classes; examples x examples. The problem's
   * own weights are neither used nor moved; its buffers are used as they are now.
   *
   * <p>Cost: as many backward passes as there are classes, and products of the examples' gradients;
   * for modules whose inside can't be seen, a backward pass for each example and class.
   *
   * @param weights at which the kernel is taken; a vector of the problem's space
   * @param bytes of gradients to hold at once; less memory means that more is computed again
   */
  Matrix tangentKernel(Batch batch, ParameterVector weights, long bytes);
}
