package org.sweetspot.torch.model;

import java.util.List;
import java.util.function.BinaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.sweetspot.torch.tangent.Forward;
import org.sweetspot.torch.tangent.Kept;
import org.sweetspot.torch.tangent.LocalGraph;

/**
 * Arithmetic with a buffer, such as taking the data's mean from the inputs.
 *
 * @param name libtorch's
 * @param buffer index of the second number
 * @param function of the input and the buffer, which treats examples apart
 */
record ByBuffer(String name, int buffer, BinaryOperator<Tensor> function) implements Linearizable {
  @Override
  public Tensor forward(Tensor input, Pass pass) {
    return function.apply(input, pass.buffer(buffer));
  }

  @Override
  public boolean hasParameters() {
    return false;
  }

  @Override
  public Forward linearize(Tensor input, boolean moving, Pass pass, Kept kept) {
    return LocalGraph.apply(input, moving, List.of(), value -> forward(value, pass), kept);
  }
}
