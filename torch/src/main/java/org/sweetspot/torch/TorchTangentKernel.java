package org.sweetspot.torch;

import org.sweetspot.matrix.Matrix;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.TangentKernel;
import org.sweetspot.vector.ParameterVector;

/**
 * The empirical tangent kernel.
 *
 * @param model whose
 */
record TorchTangentKernel(TorchModel model) implements TangentKernel {
  @Override
  public Matrix tangentKernel(Batch batch, ParameterVector weights, long bytes) {
    return model.at(weights, network -> new TangentGram(model, network, batch, bytes).compute());
  }
}
