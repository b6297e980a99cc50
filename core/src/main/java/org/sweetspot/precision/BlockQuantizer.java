package org.sweetspot.precision;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A scale for each block along the rows: scale * round(x / scale).
 *
 * @param format of numbers and scales
 * @param rounding of the numbers
 * @param scales rounding of the blocks' scales; {@link ScaleRounding#UP} keeps stochastic rounding
 *     unbiased
 */
public record BlockQuantizer(BlockFormat format, Rounding rounding, ScaleRounding scales)
    implements Quantizer {
  /** Checks that rounding and format go together. */
  public BlockQuantizer {
    GridKernel.check(format.element().grid(), rounding);
  }

  @Override
  public String name() {
    return format.name()
        + (rounding == Rounding.NEAREST ? "" : "+" + rounding.word())
        + (scales == ScaleRounding.UP ? "" : "+" + scales.word());
  }

  @Override
  public boolean isRandom() {
    return rounding == Rounding.STOCHASTIC;
  }

  @Override
  public void quantize(
      FloatBuffer from, FloatBuffer into, int rowLength, Draws draws, int threads) {
    float ofTensor =
        format.tensorScale() ? format.tensorScale(Magnitudes.largest(from, threads)) : 1;
    GridKernel kernel = new GridKernel(format.element().grid(), rounding);
    new Rows(from.capacity(), rowLength, format.length())
        .each(
            from,
            into,
            draws,
            threads,
            (lanes, count, position, numbers) -> {
              boolean within = scale(lanes, count, ofTensor);
              divide(lanes.values, lanes.scales, count);
              if (within) {
                kernel.roundWithin(lanes, count, position, numbers);
              } else {
                kernel.round(lanes, count, position, numbers);
              }
              multiply(lanes.values, lanes.scales, count);
            });
  }

  /**
   * Fills the lanes' scales, each block's as often as it has values.
   *
   * @return whether no value is beyond its block's largest number
   */
  private boolean scale(Lanes lanes, int count, float ofTensor) {
    lanes.toBits(lanes.values, lanes.bits, count);
    int length = format.length();
    int blocks = count / length;
    float[] ofBlocks = lanes.powers;
    boolean finite = true;
    for (int block = 0; block < blocks; block++) {
      ofBlocks[block] = Magnitudes.largestOfBlock(lanes.bits, block * length, length);
      finite &= ofBlocks[block] <= Float.MAX_VALUE;
    }
    format.blockScales(ofBlocks, blocks, ofTensor, scales);
    spread(ofBlocks, blocks, length, lanes.scales);
    return finite && scales == ScaleRounding.UP;
  }

  private static void spread(float[] ofBlocks, int blocks, int length, float[] into) {
    for (int block = 0; block < blocks; block++) {
      Arrays.fill(into, block * length, (block + 1) * length, ofBlocks[block]);
    }
  }

  private static void divide(float[] values, float[] scales, int count) {
    for (int i = 0; i < count; i++) {
      values[i] = values[i] / scales[i];
    }
  }

  private static void multiply(float[] values, float[] scales, int count) {
    for (int i = 0; i < count; i++) {
      values[i] = values[i] * scales[i];
    }
  }
}
