package org.sweetspot.torch.model;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.sweetspot.torch.tangent.Forward;
import org.sweetspot.torch.tangent.Kept;
import org.sweetspot.torch.tangent.LocalGraph;
import org.sweetspot.torch.tangent.Slot;

/**
 * Normalization of each example over groups of channels and all positions (Wu and He 2018); with
 * one group, layer normalization over axis 1 and all positions (Ba, Kiros and Hinton 2016).
 *
 * <p>y = scale (x - mean) / sqrt(variance + epsilon) + shift with the biased variance; scale and
 * shift per channel.
 */
record GroupNormalization(int scale, int shift, int groups, double epsilon)
    implements Linearizable, Parametric {
  @Override
  public Tensor forward(Tensor input, Pass pass) {
    Tensor output =
        torch.group_norm(
            input,
            groups,
            new TensorOptional(pass.parameter(scale)),
            new TensorOptional(pass.parameter(shift)),
            epsilon,
            true);
    return pass.tap(this, input, output);
  }

  @Override
  public Forward linearize(Tensor input, boolean moving, Pass pass, Kept kept) {
    List<Slot> parameters = List.of(pass.slot(scale), pass.slot(shift));
    return LocalGraph.apply(input, moving, parameters, x -> forward(x, pass), kept);
  }

  @Override
  public List<Integer> parameters() {
    return List.of(scale, shift);
  }

  @Override
  public List<Tensor> exampleGradients(Tensor input, Tensor delta) {
    Tensor plain =
        torch.group_norm(input, groups, new TensorOptional(), new TensorOptional(), epsilon, true);
    return scaleAndShift(plain, delta);
  }

  /** Gradients of scale and shift per channel (axis 1), summed over positions. */
  static List<Tensor> scaleAndShift(Tensor normalized, Tensor delta) {
    long examples = delta.size(0);
    long channels = delta.size(1);
    Tensor ofScale = delta.mul(normalized).reshape(examples, channels, -1).sum(2);
    Tensor ofShift = delta.reshape(examples, channels, -1).sum(2);
    return List.of(ofScale, ofShift);
  }
}
