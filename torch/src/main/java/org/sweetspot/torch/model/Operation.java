package org.sweetspot.torch.model;

import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.sweetspot.torch.tangent.Forward;
import org.sweetspot.torch.tangent.Kept;
import org.sweetspot.torch.tangent.LocalGraph;

/**
 * A function of libtorch without weights, which treats examples apart and can be differentiated
 * twice.
 *
 * @param name libtorch's
 * @param function of the input
 */
record Operation(String name, UnaryOperator<Tensor> function) implements Linearizable {
  @Override
  public Tensor forward(Tensor input, Pass pass) {
    return function.apply(input);
  }

  @Override
  public boolean hasParameters() {
    return false;
  }

  @Override
  public Forward linearize(Tensor input, boolean moving, Pass pass, Kept kept) {
    return LocalGraph.apply(input, moving, List.of(), function, kept);
  }
}
