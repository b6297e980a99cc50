package org.sweetspot.torch.model;

import org.bytedeco.pytorch.Tensor;
import org.sweetspot.torch.tangent.Forward;
import org.sweetspot.torch.tangent.Kept;
import org.sweetspot.torch.tangent.LinearRule;

/** All numbers of an example in one row. */
record Flatten() implements Linearizable {
  @Override
  public Tensor forward(Tensor input, Pass pass) {
    return input.dim() == 2 ? input : input.reshape(input.size(0), -1);
  }

  @Override
  public boolean hasParameters() {
    return false;
  }

  @Override
  public boolean takesNarrow() {
    return true;
  }

  @Override
  public Forward linearize(Tensor input, boolean moving, Pass pass, Kept kept) {
    long[] shape = input.shape();
    return LinearRule.of(
        forward(input, pass), dx -> dx.reshape(shape[0], -1), delta -> delta.reshape(shape));
  }
}
