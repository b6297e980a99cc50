package org.sweetspot.torch.model;

import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.sweetspot.torch.tangent.Forward;
import org.sweetspot.torch.tangent.Kept;
import org.sweetspot.torch.tangent.LocalGraph;
import org.sweetspot.torch.tangent.Slot;
import org.sweetspot.torch.tensor.Patches;

/**
 * A convolution over images or over time in groups of channels, with dilation, and with a stride
 * and a margin for each side; {@link Convolution} is the plain one, whose derivatives are faster.
 *
 * @param weight index of the kernel: out, in over groups, then the kernel's sides
 * @param bias index of the offset, or -1 for none
 * @param kernel its sides
 * @param stride step along each side
 * @param margin zeros at both ends of each side
 * @param dilation places between two entries of the kernel along each side
 * @param groups of channels that do not see each other
 */
record GeneralConvolution(
    int weight,
    int bias,
    List<Long> kernel,
    List<Long> stride,
    List<Long> margin,
    List<Long> dilation,
    int groups)
    implements Linearizable, Parametric {
  GeneralConvolution {
    kernel = List.copyOf(kernel);
    stride = List.copyOf(stride);
    margin = List.copyOf(margin);
    dilation = List.copyOf(dilation);
  }

  @Override
  public Tensor forward(Tensor input, Pass pass) {
    TensorOptional offset =
        bias < 0 ? new TensorOptional() : new TensorOptional(pass.parameter(bias));
    Tensor kernels = pass.parameter(weight);
    Tensor output =
        kernel.size() == 1
            ? torch.conv1d(
                input, kernels, offset, array(stride), array(margin), array(dilation), groups)
            : torch.conv2d(
                input, kernels, offset, array(stride), array(margin), array(dilation), groups);
    return pass.tap(this, input, output);
  }

  @Override
  public Forward linearize(Tensor input, boolean moving, Pass pass, Kept kept) {
    List<Slot> slots =
        bias < 0 ? List.of(pass.slot(weight)) : List.of(pass.slot(weight), pass.slot(bias));
    return LocalGraph.apply(input, moving, slots, x -> forward(x, pass), kept);
  }

  @Override
  public List<Integer> parameters() {
    return bias < 0 ? List.of(weight) : List.of(weight, bias);
  }

  @Override
  public List<Tensor> exampleGradients(Tensor input, Tensor delta) {
    return exampleGradients(input).apply(delta);
  }

  /** Weight: deltas of a group times the patches they came from, for each example and group. */
  @Override
  public Function<Tensor, List<Tensor>> exampleGradients(Tensor input) {
    long examples = input.size(0);
    Tensor patches =
        Patches.of(input, array(kernel), array(stride), array(margin), array(dilation));
    Tensor transposed =
        patches
            .reshape(examples, groups, patches.size(1) / groups, patches.size(2))
            .transpose(2, 3);
    return delta -> {
      Tensor rows = delta.reshape(examples, groups, delta.size(1) / groups, -1);
      Tensor ofWeight = rows.matmul(transposed).reshape(examples, -1);
      return bias < 0 ? List.of(ofWeight) : List.of(ofWeight, rows.sum(3).reshape(examples, -1));
    };
  }

  private static long[] array(List<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }
}
