package org.sweetspot.precision;

import java.util.Arrays;

/**
 * Rounds many values to a grid: bit for bit what {@link Grid} defines, at hundreds of millions of
 * values a second.
 *
 * <p>With e the exponent of a magnitude a, or the grid's smallest, and c = 1.5 2^(e + 23 - m), (a +
 * c) - c is a rounded to multiples of 2^(e-m), ties to even: float32 rounds the sum to its own last
 * bit, which is that step. Stochastic rounding adds to the remainder d = (a - rounded) / step a
 * number w in (-1/2, 1/2), an odd multiple of 2^-24, and rounds d + w to an integer likewise: the
 * sum is exact for normal numbers, so the probability is right to 2^-24.
 */
final class GridKernel {
  /** Adding and subtracting it rounds to integers. */
  private static final float TO_INTEGER = 12582912f;

  private static final float HALF_UNIT = 0x1p-24f;
  private static final int SIGN = 0x80000000;
  private static final int EXPONENT = 0x7f800000;
  private static final int MANTISSA = 23;

  private final Rounding rounding;
  private final float largest;
  private final float smallestFull;
  private final int shift;
  private final boolean widest;
  private final boolean even;
  private final int dropped;

  GridKernel(Grid grid, Rounding rounding) {
    check(grid, rounding);
    this.rounding = rounding;
    this.largest = grid.largest();
    this.smallestFull = (float) Math.scalb(1.0, grid.minExponent());
    this.dropped = MANTISSA - grid.mantissaBits();
    this.shift = dropped << MANTISSA;
    this.even = smallestFull > largest;
    this.widest = grid.minExponent() == Float.MIN_EXPONENT;
  }

  /** Refuses rounding by logarithms on a format that has a mantissa. */
  static void check(Grid grid, Rounding rounding) {
    if (rounding == Rounding.NEAREST_LOGARITHM && grid.mantissaBits() > 0) {
      throw new IllegalArgumentException(
          "rounding by logarithms: expected a logarithmic format, got one of "
              + grid.mantissaBits()
              + " mantissa bits; use nearest or stochastic");
    }
  }

  /**
   * The lanes' values, the first of them at a position of the tensor, rounded in place; those
   * beyond the largest become the largest, NaN stays.
   */
  void round(Lanes lanes, int count, int position, Draws draws) {
    if (rounding == Rounding.NEAREST_LOGARITHM) {
      byLogarithm(lanes.values, count);
    } else if (widest) {
      roundBits(lanes, count, position, draws);
    } else {
      prepare(lanes, count);
      if (rounding == Rounding.STOCHASTIC) {
        lanes.draw(position, count, draws);
        lanes.toFloats(lanes.randomBits, lanes.uniforms, count);
        stochastic(lanes, count);
      } else {
        nearest(lanes, count);
      }
    }
  }

  /** One value rounded with a chosen one of the 2^23 numbers that can be drawn. */
  float rounded(Lanes lanes, float value, int drawn) {
    lanes.values[0] = value;
    lanes.randomBits[0] = drawn | 0x3f800000;
    if (widest) {
      clamp(lanes.values, lanes.magnitudes, lanes.steps, 1, largest, smallestFull);
      lanes.toBits(lanes.values, lanes.moreBits, 1);
      lanes.toBits(lanes.magnitudes, lanes.bits, 1);
      carry(lanes, 1, dropped);
      return Float.intBitsToFloat(lanes.bits[0]);
    }
    prepare(lanes, 1);
    lanes.toFloats(lanes.randomBits, lanes.uniforms, 1);
    stochastic(lanes, 1);
    return lanes.values[0];
  }

  /** Clamped values, their magnitudes, and 2^(e + 23 - m). */
  private void prepare(Lanes lanes, int count) {
    clamp(lanes.values, lanes.magnitudes, lanes.steps, count, largest, smallestFull);
    if (even) {
      Arrays.fill(lanes.steps, 0, count, smallestFull * (1 << dropped));
      return;
    }
    lanes.toBits(lanes.steps, lanes.bits, count);
    exponents(lanes.bits, count, shift);
    lanes.toFloats(lanes.bits, lanes.steps, count);
  }

  private static void exponents(int[] bits, int count, int shift) {
    for (int i = 0; i < count; i++) {
      bits[i] = (bits[i] & EXPONENT) + shift;
    }
  }

  private static void clamp(
      float[] values, float[] magnitudes, float[] full, int count, float largest, float smallest) {
    for (int i = 0; i < count; i++) {
      float clamped = Math.max(Math.min(values[i], largest), -largest);
      float magnitude = Math.abs(clamped);
      values[i] = clamped;
      magnitudes[i] = magnitude;
      full[i] = Math.max(magnitude, smallest);
    }
  }

  /** The sign is that of x / |x|, which keeps -0: 0 / 2^-149 has its sign too. */
  private static void nearest(Lanes lanes, int count) {
    float[] values = lanes.values;
    float[] magnitudes = lanes.magnitudes;
    float[] steps = lanes.steps;
    for (int i = 0; i < count; i++) {
      float c = steps[i] * 1.5f;
      float sign = values[i] / Math.max(magnitudes[i], Float.MIN_VALUE);
      values[i] = ((magnitudes[i] + c) - c) * sign;
    }
  }

  private static void stochastic(Lanes lanes, int count) {
    float[] values = lanes.values;
    float[] steps = lanes.steps;
    float[] uniforms = lanes.uniforms;
    for (int i = 0; i < count; i++) {
      float c = steps[i] * 1.5f;
      float step = steps[i] * 0x1p-23f;
      float rounded = (values[i] + c) - c;
      float w = (uniforms[i] - 1.5f) + HALF_UNIT;
      float moved = ((values[i] - rounded) / step + w + TO_INTEGER) - TO_INTEGER;
      values[i] = rounded + moved * step;
    }
  }

  /** Formats with float32's exponents: the lower bits are dropped, or carried at random. */
  private void roundBits(Lanes lanes, int count, int position, Draws draws) {
    clamp(lanes.values, lanes.magnitudes, lanes.steps, count, largest, smallestFull);
    lanes.toBits(lanes.values, lanes.moreBits, count);
    lanes.toBits(lanes.magnitudes, lanes.bits, count);
    if (rounding == Rounding.STOCHASTIC) {
      lanes.draw(position, count, draws);
      carry(lanes, count, dropped);
    } else {
      carryNearest(lanes, count, dropped);
    }
    lanes.toFloats(lanes.bits, lanes.magnitudes, count);
    keepNaN(lanes.magnitudes, lanes.steps, lanes.values, count);
  }

  /** A carry could make any number of NaN's bits: 1 + 0 x is 1 for numbers and NaN for NaN. */
  private static void keepNaN(float[] rounded, float[] clamped, float[] values, int count) {
    for (int i = 0; i < count; i++) {
      values[i] = rounded[i] * (1 + 0 * clamped[i]);
    }
  }

  private static void carry(Lanes lanes, int count, int dropped) {
    int[] bits = lanes.bits;
    int[] signed = lanes.moreBits;
    int[] random = lanes.randomBits;
    int below = (1 << dropped) - 1;
    int down = MANTISSA - dropped;
    for (int i = 0; i < count; i++) {
      int carried = bits[i] + ((random[i] >>> down) & below);
      bits[i] = (carried & ~below) | (signed[i] & SIGN);
    }
  }

  private static void carryNearest(Lanes lanes, int count, int dropped) {
    int[] bits = lanes.bits;
    int[] signed = lanes.moreBits;
    int below = (1 << dropped) - 1;
    int half = below >>> 1;
    for (int i = 0; i < count; i++) {
      int carried = bits[i] + half + ((bits[i] >>> dropped) & 1);
      bits[i] = (carried & ~below) | (signed[i] & SIGN);
    }
  }

  private void byLogarithm(float[] values, int count) {
    for (int i = 0; i < count; i++) {
      float magnitude = Math.min(Math.abs(values[i]), largest);
      if (Float.isNaN(magnitude)) {
        continue;
      }
      double power = Math.scalb(1.0, Math.max(Math.getExponent(magnitude), -1));
      double up = magnitude * (double) magnitude > 2 * power * power ? 2 * power : power;
      values[i] = Math.copySign(up < 1 ? 0 : (float) up, values[i]);
    }
  }
}
