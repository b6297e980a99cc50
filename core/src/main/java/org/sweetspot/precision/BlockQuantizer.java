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
              scale(lanes, count, ofTensor);
              divide(lanes.values, lanes.scales, count);
              kernel.round(lanes, count, position, numbers);
              multiply(lanes.values, lanes.scales, count);
            });
  }

  /** Fills the lanes' scales, each block's as often as it has values. */
  private void scale(Lanes lanes, int count, float ofTensor) {
    lanes.toBits(lanes.values, lanes.bits, count);
    int length = format.length();
    for (int start = 0; start < count; start += length) {
      float scale =
          format.blockScale(Magnitudes.largestOfBlock(lanes.bits, start, length), ofTensor, scales);
      Arrays.fill(lanes.scales, start, start + length, scale);
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
