package org.sweetspot.torch.tangent;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/** x_i W_i' + b_i for each example's row x_i. */
record EachDense() implements Bilinear {
  @Override
  public Tensor apply(Tensor x, Tensor weight, TensorOptional offset) {
    Tensor product = weight.bmm(x.unsqueeze(2)).squeeze(2);
    return offset.has_value() ? product.add_(offset.get()) : product;
  }

  @Override
  public Tensor ofInput(Tensor delta, Tensor weight) {
    return delta.unsqueeze(1).bmm(weight).squeeze(1);
  }

  @Override
  public Tensor ofWeight(Tensor delta, Tensor x) {
    return delta.unsqueeze(2).bmm(x.unsqueeze(1));
  }

  @Override
  public Tensor ofOffset(Tensor delta) {
    return delta;
  }

  @Override
  public Bilinear each() {
    return this;
  }
}
