package org.sweetspot.problem;

import org.sweetspot.vector.ParameterVector;

/** A problem that can multiply vectors by the Gauss-Newton matrix of its loss. */
public interface GaussNewton {
  /**
   * result := G argument, G = (1/n) sum_i J_i' H_i J_i with J_i the Jacobian of example i's outputs
   * with respect to the weights and H_i the Hessian of its loss with respect to its outputs. For
   * softmax cross-entropy G is the Fisher matrix. Cost: about two Hessian-vector products.
   */
  void gaussNewtonProduct(Batch batch, Mode mode, ParameterVector argument, ParameterVector result);
}
