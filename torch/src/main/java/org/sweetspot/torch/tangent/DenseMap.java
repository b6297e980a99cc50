package org.sweetspot.torch.tangent;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** x W' + b for rows x. */
record DenseMap() implements Bilinear {
  @Override
  public Tensor apply(Tensor x, Tensor weight, TensorOptional offset) {
    return torch.linear(x, weight, offset);
  }

  @Override
  public Tensor ofInput(Tensor delta, Tensor weight) {
    return delta.mm(weight);
  }

  @Override
  public Tensor ofWeight(Tensor delta, Tensor x) {
    return delta.t().mm(x);
  }

  @Override
  public Tensor ofOffset(Tensor delta) {
    return delta.sum(0);
  }

  @Override
  public Bilinear each() {
    return new EachDense();
  }
}
