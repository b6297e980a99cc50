package org.sweetspot.torch.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The largest number of each cell; a rest at the border is dropped.
 *
 * @param sides 2 over images, 1 over time
 * @param pool side length of a cell
 */
record MaxPooling(int sides, int pool) implements Layer {
  @Override
  public Tensor forward(Tensor input, Pass pass) {
    return sides == 2 ? torch.max_pool2d(input, pool, pool) : torch.max_pool1d(input, pool);
  }
}
