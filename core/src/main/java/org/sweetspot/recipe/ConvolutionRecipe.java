package org.sweetspot.recipe;

/**
 * One convolution layer.
 *
 * @param channels it puts out
 * @param kernel side length (or length in time)
 * @param stride step of the kernel
 * @param padding what stands around its input
 * @param pool side length of the max-pooling that follows the activation; 1 for none
 */
public record ConvolutionRecipe(
    int channels,
    @Default("3") int kernel,
    @Default("1") int stride,
    @Default("half") Padding padding,
    @Default("1") int pool) {
  /** A layer padded by half its kernel. */
  public ConvolutionRecipe(int channels, int kernel, int stride, int pool) {
    this(channels, kernel, stride, Padding.HALF, pool);
  }

  /** Checks the sizes. */
  public ConvolutionRecipe {
    Require.that(channels >= 1, "channels", "at least 1", channels);
    Require.that(kernel >= 1, "kernel", "at least 1", kernel);
    Require.that(stride >= 1, "stride", "at least 1", stride);
    Require.that(pool >= 1, "pool", "1 (none) or more", pool);
  }
}
