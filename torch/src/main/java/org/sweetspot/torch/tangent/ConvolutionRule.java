package org.sweetspot.torch.tangent;

import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.LongArrayRefOptional;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.sweetspot.torch.tensor.Handle;

/**
 * A convolution z = x * W + b over images or over time. It is linear in x and in W, so that its
 * derivatives are those of {@link DenseRule} with convolutions in the place of products. libtorch's
 * own second derivative convolves with kernels of the size of an image, which is what makes it
 * slow.
 */
public final class ConvolutionRule {
  private final Slot weight;
  private final Slot bias;
  private final long[] stride;
  private final long[] margin;
  private final boolean moving;
  private final Handle x;
  private final Handle w;

  private ConvolutionRule(
      Tensor input,
      boolean moving,
      Slot weight,
      Slot bias,
      long[] stride,
      long[] margin,
      Kept kept) {
    this.weight = weight;
    this.bias = bias;
    this.stride = stride;
    this.margin = margin;
    this.moving = moving;
    this.x = kept.keep(arranged(input));
    this.w = kept.keep(arranged(weight.value()));
  }

  /**
   * Applies the convolution.
   *
   * @param input examples x channels x sides
   * @param moving whether the input depends on weights
   * @param weight out x in x kernel's sides
   * @param bias out, or none
   * @param stride along each side
   * @param margin zeros on both ends of each side
   */
  public static Forward apply(
      Tensor input,
      boolean moving,
      Slot weight,
      Slot bias,
      long[] stride,
      long[] margin,
      Kept kept) {
    ConvolutionRule rule = new ConvolutionRule(input, moving, weight, bias, stride, margin, kept);
    return new Forward(
        rule.convolve(rule.x.get(), rule.w.get(), bias.optional()),
        (delta, gradient) -> rule.backward(arranged(delta), gradient, kept));
  }

  private Backward backward(Tensor delta, Parts gradient, Kept kept) {
    Handle d = kept.keep(delta);
    gradient.add(weight, ofKernel(delta, x.get()));
    gradient.add(bias, ofBias(delta));
    Tensor down = moving ? ofInput(delta, w.get()) : new Tensor();
    return new Backward(down, (dx, direction) -> tangent(d.get(), dx, direction));
  }

  private Tangent tangent(Tensor d, Tensor still, Parts direction) {
    Tensor dw = arranged(direction.get(weight));
    TensorOptional offset =
        bias.isPresent() ? new TensorOptional(direction.get(bias)) : new TensorOptional();
    Tensor output = convolve(x.get(), dw, offset);
    Tensor dx = still.defined() ? arranged(still) : still;
    if (dx.defined()) {
      output.add_(convolve(dx, w.get(), new TensorOptional()));
    }
    return new Tangent(
        output,
        (moved, product) -> {
          Tensor dd = arranged(moved);
          Tensor kernel = ofKernel(dd, x.get());
          product.add(weight, dx.defined() ? kernel.add_(ofKernel(d, dx)) : kernel);
          product.add(bias, ofBias(dd));
          return moving ? ofInput(dd, w.get()).add_(ofInput(d, dw)) : new Tensor();
        });
  }

  private Tensor convolve(Tensor input, Tensor kernels, TensorOptional offset) {
    return torch.convolution(
        input, kernels, offset, stride, margin, ones(), false, new long[stride.length], 1);
  }

  private Tensor ofInput(Tensor delta, Tensor kernels) {
    return derivatives(delta, x.get(), kernels, true, false).get0();
  }

  private Tensor ofKernel(Tensor delta, Tensor input) {
    return derivatives(delta, input, w.get(), false, true).get1();
  }

  private static Tensor ofBias(Tensor delta) {
    return delta.transpose(0, 1).reshape(delta.size(1), -1).sum(1);
  }

  /** The convolution's transposes; of the operand that is not asked for only the shape counts. */
  private T_TensorTensorTensor_T derivatives(
      Tensor delta, Tensor input, Tensor kernels, boolean wantsInput, boolean wantsKernel) {
    return torch.convolution_backward(
        delta,
        input,
        kernels,
        new LongArrayRefOptional(),
        stride,
        margin,
        ones(),
        false,
        new long[stride.length],
        1,
        new BoolPointer(3).put(0, wantsInput).put(1, wantsKernel).put(2, false));
  }

  private long[] ones() {
    long[] ones = new long[stride.length];
    java.util.Arrays.fill(ones, 1);
    return ones;
  }

  /** Channels innermost for images, which libtorch's convolutions are fastest with. */
  private static Tensor arranged(Tensor tensor) {
    return tensor.contiguous(
        tensor.dim() == 4 ? MemoryFormat.ChannelsLast : MemoryFormat.Contiguous);
  }
}
