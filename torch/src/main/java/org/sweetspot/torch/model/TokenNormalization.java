package org.sweetspot.torch.model;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Layer normalization of each token over the last axis (Ba, Kiros and Hinton 2016).
 *
 * @param width of the last axis
 */
record TokenNormalization(int scale, int shift, long width, double epsilon)
    implements Layer, Parametric {
  @Override
  public Tensor forward(Tensor input, Pass pass) {
    Tensor output =
        torch.layer_norm(
            input,
            new long[] {width},
            new TensorOptional(pass.parameter(scale)),
            new TensorOptional(pass.parameter(shift)),
            epsilon,
            true);
    return pass.tap(this, input, output);
  }

  @Override
  public List<Integer> parameters() {
    return List.of(scale, shift);
  }

  @Override
  public List<Tensor> exampleGradients(Tensor input, Tensor delta) {
    Tensor plain =
        torch.layer_norm(
            input, new long[] {width}, new TensorOptional(), new TensorOptional(), epsilon, true);
    return List.of(delta.mul(plain).sum(1), delta.sum(1));
  }
}
