package org.sweetspot.torch.model;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.sweetspot.torch.tangent.Forward;
import org.sweetspot.torch.tangent.Kept;
import org.sweetspot.torch.tangent.PoolingRule;

/**
 * The largest number of each cell, the first of equals; a rest at the border is dropped.
 *
 * <p>libtorch searches cells fast only where channels lie innermost. For first derivatives all of
 * the network lies so. For second ones only the search is done so, and the numbers found are
 * gathered, which is linear and cheap to differentiate any number of times.
 *
 * @param sides 2 over images, 1 over time
 * @param pool side length of a cell
 */
record MaxPooling(int sides, int pool) implements Linearizable {
  @Override
  public Tensor forward(Tensor input, Pass pass) {
    Tensor images = sides == 2 ? input : input.unsqueeze(2);
    Tensor pooled = pass.isFirstOrder() ? search(pass.arranged(images)) : gather(images);
    return sides == 2 ? pooled : pooled.squeeze(2);
  }

  @Override
  public boolean hasParameters() {
    return false;
  }

  @Override
  public boolean takesNarrow() {
    return sides == 2;
  }

  @Override
  public Forward linearize(Tensor input, boolean moving, Pass pass, Kept kept) {
    return sides == 2
        ? PoolingRule.images(input, pool, kept)
        : PoolingRule.signals(input, pool, kept);
  }

  private Tensor search(Tensor images) {
    return torch.max_pool2d(images, cell(), cell(), zero(), one(), false);
  }

  private Tensor gather(Tensor images) {
    Tensor places;
    try (NoGradGuard guard = new NoGradGuard()) {
      places =
          torch
              .max_pool2d_with_indices(
                  images.contiguous(MemoryFormat.ChannelsLast),
                  cell(),
                  cell(),
                  zero(),
                  one(),
                  false)
              .get1()
              .contiguous();
    }
    return images.flatten(2, 3).gather(2, places.flatten(2, 3)).view(places.sizes());
  }

  private long[] cell() {
    return new long[] {sides == 2 ? pool : 1, pool};
  }

  private static long[] zero() {
    return new long[] {0, 0};
  }

  private static long[] one() {
    return new long[] {1, 1};
  }
}
