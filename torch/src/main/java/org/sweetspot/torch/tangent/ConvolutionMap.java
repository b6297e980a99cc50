package org.sweetspot.torch.tangent;

import java.util.Arrays;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.LongArrayRefOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.sweetspot.torch.tensor.Handle;

/**
 * x * W + b over images or over time. libtorch's own second derivative of it convolves with kernels
 * of the size of an image, which is what makes that slow.
 */
final class ConvolutionMap implements Bilinear {
  private final Handle input;
  private final Handle kernels;
  private final long[] stride;
  private final long[] margin;

  /**
   * A convolution.
   *
   * @param input where it is first applied
   * @param kernels with which it is first applied
   * @param stride along each side
   * @param margin zeros on both ends of each side
   */
  ConvolutionMap(Handle input, Handle kernels, long[] stride, long[] margin) {
    this.input = input;
    this.kernels = kernels;
    this.stride = stride;
    this.margin = margin;
  }

  @Override
  public Tensor apply(Tensor x, Tensor weight, TensorOptional offset) {
    return torch.convolution(x, weight, offset, stride, margin, ones(), false, zeros(), 1);
  }

  @Override
  public Tensor ofInput(Tensor delta, Tensor weight) {
    return transposed(delta, like(input.get(), delta), weight, true).get0();
  }

  @Override
  public Tensor ofWeight(Tensor delta, Tensor x) {
    return transposed(delta, x, like(kernels.get(), delta), false).get1();
  }

  @Override
  public Tensor ofOffset(Tensor delta) {
    return delta.sum(stride.length == 2 ? new long[] {0, 2, 3} : new long[] {0, 2});
  }

  @Override
  public Bilinear each() {
    return new EachConvolution(input.get().shape(), kernels.get().shape(), stride, margin);
  }

  @Override
  public Tensor arranged(Tensor tensor) {
    return channelsInnermost(tensor);
  }

  /** Channels innermost for images, which libtorch's convolutions are fastest with. */
  static Tensor channelsInnermost(Tensor tensor) {
    return tensor.contiguous(
        tensor.dim() == 4 ? MemoryFormat.ChannelsLast : MemoryFormat.Contiguous);
  }

  /** Of the operand whose derivative is asked for only shape, order and type count. */
  private static Tensor like(Tensor operand, Tensor delta) {
    return operand.scalar_type() == delta.scalar_type()
        ? operand
        : torch.empty_like(operand, delta.options(), new MemoryFormatOptional());
  }

  private T_TensorTensorTensor_T transposed(
      Tensor delta, Tensor x, Tensor weight, boolean ofInput) {
    return torch.convolution_backward(
        delta,
        x,
        weight,
        new LongArrayRefOptional(),
        stride,
        margin,
        ones(),
        false,
        zeros(),
        1,
        new BoolPointer(3).put(0, ofInput).put(1, !ofInput).put(2, false));
  }

  private long[] ones() {
    long[] ones = new long[stride.length];
    Arrays.fill(ones, 1);
    return ones;
  }

  private long[] zeros() {
    return new long[stride.length];
  }
}
