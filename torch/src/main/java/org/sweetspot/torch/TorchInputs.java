package org.sweetspot.torch;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Inputs;
import org.sweetspot.problem.Mode;
import org.sweetspot.torch.model.Order;
import org.sweetspot.torch.tensor.TensorMatrix;
import org.sweetspot.vector.ParameterVector;

/**
 * The inputs, and outputs at changed inputs.
 *
 * @param model whose
 */
record TorchInputs(TorchModel model) implements Inputs {
  @Override
  public List<Integer> inputShape() {
    return model.data().inputShape();
  }

  @Override
  public Matrix inputs(Batch batch) {
    try (PointerScope scope = model.enter()) {
      return TensorMatrix.of(model.data().inputs(batch).first().reshape(batch.size(), -1));
    }
  }

  @Override
  public Matrix logits(Matrix inputs, ParameterVector weights) {
    return model.at(
        weights,
        network -> {
          try (PointerScope scope = model.enter();
              NoGradGuard guard = new NoGradGuard()) {
            return TensorMatrix.of(
                TorchModel.rows(
                    network.forward(model.data().shaped(inputs), Mode.EVALUATE, Order.FIRST)));
          }
        });
  }
}
