package org.sweetspot.torch.model;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A convolution over images or over time, padded by half the kernel.
 *
 * @param weight index of the kernel: out, in, then the kernel's sides
 * @param bias index of the offset, or -1 for none
 * @param sides 2 over images, 1 over time
 * @param kernel side length
 * @param stride step
 */
record Convolution(int weight, int bias, int sides, int kernel, int stride)
    implements Layer, Parametric {
  static Convolution declare(
      Declaration to,
      String name,
      Extent in,
      int channels,
      int kernel,
      int stride,
      boolean biased) {
    long[] shape = new long[2 + in.sides().size()];
    java.util.Arrays.fill(shape, kernel);
    shape[0] = channels;
    shape[1] = in.channels();
    int weight = to.weight(name + ".weight", shape);
    long fanIn = java.util.Arrays.stream(shape).skip(1).reduce(1, Math::multiplyExact);
    int bias = biased ? to.bias(name + ".bias", fanIn, channels) : -1;
    to.puts(in.convolved(channels, kernel, stride).size());
    return new Convolution(weight, bias, in.sides().size(), kernel, stride);
  }

  @Override
  public Tensor forward(Tensor input, Pass pass) {
    TensorOptional offset =
        bias < 0 ? new TensorOptional() : new TensorOptional(pass.parameter(bias));
    Tensor output =
        sides == 2
            ? torch.conv2d(
                input, pass.parameter(weight), offset, both(stride), both(kernel / 2), both(1), 1)
            : torch.conv1d(
                input, pass.parameter(weight), offset, both(stride), both(kernel / 2), both(1), 1);
    return pass.tap(this, input, output);
  }

  @Override
  public List<Integer> parameters() {
    return bias < 0 ? List.of(weight) : List.of(weight, bias);
  }

  /** Weight: deltas times the patches they came from (im2col), one product for each example. */
  @Override
  public List<Tensor> exampleGradients(Tensor input, Tensor delta) {
    long examples = input.size(0);
    Tensor rows = delta.reshape(examples, delta.size(1), -1);
    Tensor patches;
    if (sides == 2) {
      patches = torch.im2col(input, both(kernel), both(1), both(kernel / 2), both(stride));
    } else {
      // A signal is an image of height one; its kernel has height one too.
      patches =
          torch.im2col(
              input.unsqueeze(2),
              new long[] {1, kernel},
              new long[] {1, 1},
              new long[] {0, kernel / 2},
              new long[] {1, stride});
    }
    Tensor ofWeight = torch.bmm(rows, patches.transpose(1, 2)).reshape(examples, -1);
    return bias < 0 ? List.of(ofWeight) : List.of(ofWeight, rows.sum(2));
  }

  private long[] both(long value) {
    return sides == 2 ? new long[] {value, value} : new long[] {value};
  }
}
