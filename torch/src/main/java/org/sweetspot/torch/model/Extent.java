package org.sweetspot.torch.model;

import java.util.List;

/**
 * The shape of what flows between convolutions, for one example.
 *
 * @param channels maps
 * @param sides height and width, or length in time
 */
record Extent(long channels, List<Long> sides) {
  Extent {
    sides = List.copyOf(sides);
  }

  /** Numbers in it. */
  long size() {
    return sides.stream().reduce(channels, Math::multiplyExact);
  }

  /**
   * What a convolution makes of it.
   *
   * @param margin zeros on each side
   */
  Extent convolved(long toChannels, int kernel, int stride, int margin) {
    if (sides.stream().anyMatch(side -> side + 2L * margin < kernel)) {
      throw new IllegalArgumentException(
          "model: expected sides of at least "
              + (kernel - 2L * margin)
              + " before a convolution by "
              + kernel
              + " with "
              + margin
              + " zeros around, got "
              + sides
              + "; write padding: half, a smaller kernel, or use larger inputs");
    }
    return new Extent(
        toChannels,
        sides.stream()
            .map(side -> Math.floorDiv(side + 2L * margin - kernel, stride) + 1)
            .toList());
  }

  /** What pooling makes of it; a rest at the border is dropped. */
  Extent pooled(int pool) {
    if (sides.stream().anyMatch(side -> side < pool)) {
      throw new IllegalArgumentException(
          "model: expected sides of at least "
              + pool
              + " before pooling by "
              + pool
              + ", got "
              + sides
              + "; pool or stride less, or use larger inputs");
    }
    return new Extent(channels, sides.stream().map(side -> side / pool).toList());
  }
}
