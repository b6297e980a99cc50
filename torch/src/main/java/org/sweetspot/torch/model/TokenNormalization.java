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
 * Layer normalization of each token over the last axis (Ba, Kiros and Hinton 2016).
 *
 * @param width of the last axis
 */
record TokenNormalization(int scale, int shift, long width, double epsilon)
    implements Linearizable, Parametric {
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

  /** libtorch differentiates it twice as a whole, not layer by layer. */
  @Override
  public boolean isLinearizable() {
    return false;
  }

  @Override
  public boolean isLinearizableOnce() {
    return true;
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
        torch.layer_norm(
            input, new long[] {width}, new TensorOptional(), new TensorOptional(), epsilon, true);
    return List.of(delta.mul(plain).sum(1), delta.sum(1));
  }
}
