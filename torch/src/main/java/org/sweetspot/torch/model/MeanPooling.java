package org.sweetspot.torch.model;

import org.bytedeco.pytorch.Tensor;

/** The mean over all positions of each channel: examples x channels. */
record MeanPooling() implements Layer {
  @Override
  public Tensor forward(Tensor input, Pass pass) {
    return input.flatten(2, -1).mean(2);
  }
}
