package org.sweetspot.torch.tangent;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.sweetspot.torch.tensor.Patches;

/**
 * Convolutions of each example with kernels of its own, as products of matrices with the patches of
 * the input. A signal is an image of height one.
 */
final class EachConvolution implements Bilinear {
  private final long[] input;
  private final long[] kernel;
  private final long[] stride;
  private final long[] margin;

  /**
   * A convolution.
   *
   * @param input shape of what it is applied to
   * @param kernel shape: out, in, then the sides
   * @param stride along each side
   * @param margin zeros on both ends of each side
   */
  EachConvolution(long[] input, long[] kernel, long[] stride, long[] margin) {
    this.input = input.clone();
    this.kernel = kernel.clone();
    this.stride = stride.clone();
    this.margin = margin.clone();
  }

  @Override
  public Tensor apply(Tensor x, Tensor weight, TensorOptional offset) {
    long examples = x.size(0);
    Tensor product = weight.reshape(examples, kernel[0], -1).bmm(patches(x));
    if (offset.has_value()) {
      product.add_(offset.get().unsqueeze(2));
    }
    long[] shape = new long[input.length];
    shape[0] = examples;
    shape[1] = kernel[0];
    for (int side = 0; side < stride.length; side++) {
      shape[2 + side] = (input[2 + side] + 2 * margin[side] - kernel[2 + side]) / stride[side] + 1;
    }
    return product.view(shape);
  }

  @Override
  public Tensor ofInput(Tensor delta, Tensor weight) {
    long examples = delta.size(0);
    Tensor matrices = weight.reshape(examples, kernel[0], -1).transpose(1, 2);
    Tensor patches = matrices.bmm(delta.reshape(examples, kernel[0], -1));
    long[] sides = new long[] {side(input, 0, 1), side(input, 1, 1)};
    Tensor images = torch.col2im(patches, sides, cell(), two(1), margins(), steps());
    return stride.length == 2 ? images : images.squeeze(2);
  }

  @Override
  public Tensor ofWeight(Tensor delta, Tensor x) {
    long examples = delta.size(0);
    Tensor matrices = delta.reshape(examples, kernel[0], -1).bmm(patches(x).transpose(1, 2));
    long[] shape = new long[1 + kernel.length];
    shape[0] = examples;
    System.arraycopy(kernel, 0, shape, 1, kernel.length);
    return matrices.view(shape);
  }

  @Override
  public Tensor ofOffset(Tensor delta) {
    return delta.flatten(2, -1).sum(2);
  }

  @Override
  public Bilinear each() {
    return this;
  }

  private Tensor patches(Tensor x) {
    long[] sides = Arrays.copyOfRange(kernel, 2, kernel.length);
    return Patches.of(x, sides, stride, margin);
  }

  private long[] cell() {
    return new long[] {side(kernel, 0, 1), side(kernel, 1, 1)};
  }

  private long[] margins() {
    return stride.length == 2 ? margin : new long[] {0, margin[0]};
  }

  private long[] steps() {
    return stride.length == 2 ? stride : new long[] {1, stride[0]};
  }

  /** Height (0) or width (1) in a shape. */
  private long side(long[] shape, int which, long missing) {
    if (stride.length == 2) {
      return shape[2 + which];
    }
    return which == 0 ? missing : shape[2];
  }

  private static long[] two(long value) {
    return new long[] {value, value};
  }
}
