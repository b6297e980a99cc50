package org.sweetspot.torch.model;

import org.bytedeco.pytorch.Tensor;

/** All numbers of an example in one row. */
record Flatten() implements Layer {
  @Override
  public Tensor forward(Tensor input, Pass pass) {
    return input.dim() == 2 ? input : input.reshape(input.size(0), -1);
  }
}
