package org.sweetspot.torch.model;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.sweetspot.torch.tangent.Forward;
import org.sweetspot.torch.tangent.Kept;
import org.sweetspot.torch.tangent.LinearRule;

/** The mean over all positions of each channel: examples x channels. */
record MeanPooling() implements Linearizable {
  @Override
  public Tensor forward(Tensor input, Pass pass) {
    return input.flatten(2, -1).mean(2);
  }

  @Override
  public boolean hasParameters() {
    return false;
  }

  @Override
  public Forward linearize(Tensor input, boolean moving, Pass pass, Kept kept) {
    long[] shape = input.shape();
    long positions = input.numel() / (shape[0] * shape[1]);
    return LinearRule.of(
        forward(input, pass),
        dx -> forward(dx, pass),
        delta ->
            delta
                .div(new Scalar(positions))
                .unsqueeze(2)
                .expand(shape[0], shape[1], positions)
                .reshape(shape));
  }
}
