package org.sweetspot.torch.tangent;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.sweetspot.torch.tensor.Handle;

/**
 * A convolution over images as one of a single pixel over their patches, whose numbers are its
 * channels.
 */
final class PatchMap implements Bilinear {
  private final ConvolutionMap pixels;
  private final long[] kernel;

  /**
   * A convolution.
   *
   * @param patches examples x patch x height x width
   * @param weight pixels of the kernel it is first applied with
   * @param kernel out, in, height, width
   */
  PatchMap(Handle patches, Handle weight, long[] kernel) {
    this.pixels = new ConvolutionMap(patches, weight, new long[] {1, 1}, new long[] {0, 0});
    this.kernel = kernel;
  }

  /** A kernel's patch as channels: out x patch x 1 x 1. */
  static Tensor pixels(Tensor weight) {
    return weight.permute(0, 2, 3, 1).reshape(weight.size(0), -1, 1, 1);
  }

  @Override
  public Tensor apply(Tensor x, Tensor weight, TensorOptional offset) {
    return pixels.apply(x, pixels(weight), offset);
  }

  @Override
  public Tensor ofInput(Tensor delta, Tensor weight) {
    throw new IllegalStateException("patches: expected those of data, which no weight moves");
  }

  @Override
  public Tensor ofWeight(Tensor delta, Tensor x) {
    return pixels
        .ofWeight(delta, x)
        .reshape(kernel[0], kernel[2], kernel[3], kernel[1])
        .permute(0, 3, 1, 2);
  }

  @Override
  public Tensor ofOffset(Tensor delta) {
    return pixels.ofOffset(delta);
  }

  @Override
  public Bilinear each() {
    return new Each(pixels.each(), kernel);
  }

  /** The same with kernels of their own. */
  private static final class Each implements Bilinear {
    private final Bilinear pixels;
    private final long[] kernel;

    Each(Bilinear pixels, long[] kernel) {
      this.pixels = pixels;
      this.kernel = kernel;
    }

    @Override
    public Tensor apply(Tensor x, Tensor weight, TensorOptional offset) {
      Tensor channels = weight.permute(0, 1, 3, 4, 2).reshape(x.size(0), kernel[0], -1, 1, 1);
      return pixels.apply(x, channels, offset);
    }

    @Override
    public Tensor ofInput(Tensor delta, Tensor weight) {
      throw new IllegalStateException("patches: expected those of data, which no weight moves");
    }

    @Override
    public Tensor ofWeight(Tensor delta, Tensor x) {
      return pixels
          .ofWeight(delta, x)
          .reshape(delta.size(0), kernel[0], kernel[2], kernel[3], kernel[1])
          .permute(0, 1, 4, 2, 3);
    }

    @Override
    public Tensor ofOffset(Tensor delta) {
      return pixels.ofOffset(delta);
    }

    @Override
    public Bilinear each() {
      return this;
    }
  }

  @Override
  public Tensor arranged(Tensor tensor) {
    return pixels.arranged(tensor);
  }
}
