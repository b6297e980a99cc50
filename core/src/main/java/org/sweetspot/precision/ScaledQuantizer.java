package org.sweetspot.precision;

import java.nio.FloatBuffer;

/**
 * One scale for the whole tensor: scale * round(x / scale), with scale = clip / largest, rounded up
 * so that what is within the clip does not saturate. With {@link Clipping#NONE} there is no scale.
 *
 * @param format of the numbers
 * @param rounding to them
 * @param clipping how the clip is chosen
 */
public record ScaledQuantizer(NumberFormat format, Rounding rounding, Clipping clipping)
    implements Quantizer {
  /** Checks that the three go together. */
  public ScaledQuantizer {
    clipping.check(format);
    GridKernel.check(format.grid(), rounding);
  }

  @Override
  public String name() {
    return format.name()
        + (rounding == Rounding.NEAREST ? "" : "+" + rounding.word())
        + (clipping == Clipping.usual(format) ? "" : "+" + clipping.word());
  }

  @Override
  public Storage storage() {
    return Storage.of(format.name(), format.bits());
  }

  @Override
  public boolean isRandom() {
    return rounding == Rounding.STOCHASTIC;
  }

  @Override
  public void quantize(
      FloatBuffer from, FloatBuffer into, int rowLength, Draws draws, int threads) {
    Rows rows = new Rows(from.capacity(), Math.max(1, from.capacity()), 1);
    GridKernel kernel = new GridKernel(format.grid(), rounding);
    if (clipping == Clipping.NONE) {
      rows.each(from, into, draws, threads, kernel::round);
      return;
    }
    float scale = scale(clipping.clip(from, format, threads), format.grid().largest());
    LaneKernel round = clipping == Clipping.MAX ? kernel::roundWithin : kernel::round;
    rows.each(
        from,
        into,
        draws,
        threads,
        (lanes, count, position, numbers) -> {
          divide(lanes.values, scale, count);
          round.apply(lanes, count, position, numbers);
          multiply(lanes.values, scale, count);
        });
  }

  /** One scale for all: it does not matter how they lie. */
  @Override
  public void quantizeColumns(
      FloatBuffer from, FloatBuffer into, int columns, Draws draws, int threads) {
    quantize(from, into, columns, draws, threads);
  }

  @Override
  public void limits(FloatBuffer from, FloatBuffer into, int rowLength) {
    float largest = format.grid().largest();
    float limit =
        clipping == Clipping.NONE || from.capacity() == 0
            ? largest
            : scale(clipping.clip(from, format, 1), largest) * largest;
    for (int i = 0; i < into.capacity(); i++) {
      into.put(i, limit);
    }
  }

  /** The smallest scale at which the clip does not exceed the largest number. */
  static float scale(float clip, float largest) {
    float scale = Math.max(clip / largest, Float.MIN_VALUE);
    return clip > scale * (double) largest ? Math.nextUp(scale) : scale;
  }

  private static void divide(float[] values, float scale, int count) {
    for (int i = 0; i < count; i++) {
      values[i] = values[i] / scale;
    }
  }

  private static void multiply(float[] values, float scale, int count) {
    for (int i = 0; i < count; i++) {
      values[i] = values[i] * scale;
    }
  }
}
