package org.sweetspot.torch.tangent;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** A convolution over images as the product of their patches, one a row, with its kernels. */
final class PatchMap implements Bilinear {
  private final long[] patches;
  private final long[] kernel;

  /**
   * A convolution.
   *
   * @param patches examples, height, width, numbers in a patch
   * @param kernel out, in, height, width
   */
  PatchMap(long[] patches, long[] kernel) {
    this.patches = patches;
    this.kernel = kernel;
  }

  @Override
  public Tensor apply(Tensor x, Tensor weight, TensorOptional offset) {
    Tensor rows = torch.linear(x, weight.permute(0, 2, 3, 1).reshape(kernel[0], -1), offset);
    return rows.view(patches[0], patches[1], patches[2], kernel[0]).permute(0, 3, 1, 2);
  }

  @Override
  public Tensor ofInput(Tensor delta, Tensor weight) {
    throw new IllegalStateException("patches: expected those of data, which no weight moves");
  }

  @Override
  public Tensor ofWeight(Tensor delta, Tensor x) {
    return rows(delta)
        .t()
        .mm(x)
        .view(kernel[0], kernel[2], kernel[3], kernel[1])
        .permute(0, 3, 1, 2);
  }

  @Override
  public Tensor ofOffset(Tensor delta) {
    return rows(delta).sum(0);
  }

  private Tensor rows(Tensor delta) {
    return delta.permute(0, 2, 3, 1).reshape(-1, kernel[0]);
  }
}
