package org.sweetspot.torch.model;

import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.sweetspot.problem.ConvolutionInputs;
import org.sweetspot.torch.tangent.BilinearRule;
import org.sweetspot.torch.tangent.Forward;
import org.sweetspot.torch.tangent.Kept;
import org.sweetspot.torch.tensor.Patches;

/**
 * A convolution over images or over time.
 *
 * @param weight index of the kernel: out, in, then the kernel's sides
 * @param bias index of the offset, or -1 for none
 * @param sides 2 over images, 1 over time
 * @param kernel side length
 * @param stride step
 * @param margin zeros on each side of the input
 */
record Convolution(int weight, int bias, int sides, int kernel, int stride, int margin)
    implements Linearizable, Parametric {
  /** Numbers in a patch up to which a first layer is computed over patches. */
  private static final long LARGEST_PATCH = 64;

  static Convolution declare(
      Declaration to,
      String name,
      Extent in,
      int channels,
      int kernel,
      int stride,
      int margin,
      boolean biased) {
    long[] shape = new long[2 + in.sides().size()];
    java.util.Arrays.fill(shape, kernel);
    shape[0] = channels;
    shape[1] = in.channels();
    int weight = to.weight(name + ".weight", shape);
    to.convolves(name + ".weight", new ConvolutionInputs.Input(in.sides(), stride, margin));
    long fanIn = java.util.Arrays.stream(shape).skip(1).reduce(1, Math::multiplyExact);
    int bias = biased ? to.bias(name + ".bias", fanIn, channels) : -1;
    to.puts(in.convolved(channels, kernel, stride, margin).size());
    return new Convolution(weight, bias, in.sides().size(), kernel, stride, margin);
  }

  @Override
  public Tensor forward(Tensor input, Pass pass) {
    TensorOptional offset =
        bias < 0 ? new TensorOptional() : new TensorOptional(pass.parameter(bias));
    Tensor kernels = pass.parameter(weight);
    Tensor output;
    if (sides == 1) {
      output = torch.conv1d(input, kernels, offset, both(stride), both(margin), both(1), 1);
    } else if (!input.requires_grad() && input.size(1) * kernel * kernel <= LARGEST_PATCH) {
      output = overPatches(input, kernels, offset, pass);
    } else {
      output =
          torch.conv2d(
              pass.arranged(input), kernels, offset, both(stride), both(margin), both(1), 1);
    }
    return pass.tap(this, input, output);
  }

  @Override
  public boolean takesNarrow() {
    return true;
  }

  @Override
  public Forward linearize(Tensor input, boolean moving, Pass pass, Kept kept) {
    if (sides == 2 && !moving && input.size(1) * kernel * kernel <= LARGEST_PATCH) {
      return BilinearRule.patches(patches(input), pass.slot(weight), pass.slot(bias), kept);
    }
    return BilinearRule.convolution(
        input, moving, pass.slot(weight), pass.slot(bias), both(stride), both(margin), kept);
  }

  /**
   * The first layer of a network: few channels, and no gradient with respect to the input. Its
   * patches become channels of a convolution of one pixel, which is two to three times as fast in
   * each direction as the wide convolution of few channels.
   */
  private Tensor overPatches(Tensor input, Tensor kernels, TensorOptional offset, Pass pass) {
    Tensor patches = patches(input).permute(0, 3, 1, 2);
    Tensor pixels = kernels.permute(0, 2, 3, 1).reshape(kernels.size(0), -1, 1, 1);
    // Here channels lie innermost already, which suits this convolution in every order.
    Tensor output = torch.conv2d(patches, pixels, offset, both(1), both(0), both(1), 1);
    return pass.arranged(output);
  }

  /** Examples x height x width x patch; a patch goes row by row, pixel by pixel, by channels. */
  private Tensor patches(Tensor input) {
    Tensor padded =
        torch.constant_pad_nd(
            input.permute(0, 2, 3, 1), new long[] {0, 0, margin, margin, margin, margin});
    long height = (padded.size(1) - kernel) / stride + 1;
    long width = (padded.size(2) - kernel) / stride + 1;
    TensorVector shifted = new TensorVector();
    for (int y = 0; y < kernel; y++) {
      Tensor rows = every(padded, 1, y, height);
      for (int x = 0; x < kernel; x++) {
        shifted.push_back(every(rows, 2, x, width));
      }
    }
    return torch.cat(shifted, 3);
  }

  /** Every stride-th slice along an axis. */
  private Tensor every(Tensor tensor, long axis, long from, long count) {
    return tensor.slice(
        axis, new LongOptional(from), new LongOptional(from + (count - 1) * stride + 1), stride);
  }

  @Override
  public List<Integer> parameters() {
    return bias < 0 ? List.of(weight) : List.of(weight, bias);
  }

  @Override
  public List<Tensor> exampleGradients(Tensor input, Tensor delta) {
    return exampleGradients(input).apply(delta);
  }

  /** Weight: deltas times the patches they came from, one product for each example. */
  @Override
  public Function<Tensor, List<Tensor>> exampleGradients(Tensor input) {
    long examples = input.size(0);
    Tensor patches = Patches.of(input, both(kernel), both(stride), both(margin));
    Tensor transposed = patches.transpose(1, 2);
    return delta -> {
      Tensor rows = delta.reshape(examples, delta.size(1), -1);
      Tensor ofWeight = torch.bmm(rows, transposed).reshape(examples, -1);
      return bias < 0 ? List.of(ofWeight) : List.of(ofWeight, rows.sum(2));
    };
  }

  private long[] both(long value) {
    return sides == 2 ? new long[] {value, value} : new long[] {value};
  }
}
