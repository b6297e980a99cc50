package org.sweetspot.precision;

import java.util.Arrays;

/**
 * Rounds many values to a grid: bit for bit what {@link Grid} defines, at hundreds of millions of
 * values a second.
 *
 * <p>With e the exponent of a magnitude a, or the grid's smallest, and c = 1.5 2^(e + 23 - m), (a +
 * c) - c is a rounded to multiples of 2^(e-m), ties to even: float32 rounds the sum to its own last
 * bit, which is that step. Stochastic rounding adds to the remainder d = a - rounded a number w in
 * (-1/2, 1/2) steps, an odd multiple of 2^-24 of one, and rounds d + w likewise: the sum is exact
 * for normal numbers, so the probability is right to 2^-24.
 *
 * <p>2^e is found by two products and a difference that rounding leaves, so that no bits need to
 * move between arrays of floats and of ints: S. M. Rump, "Ultimately fast accurate summation", SIAM
 * J. Sci. Comput. 31 (2009).
 */
final class GridKernel {
  private static final float HALF_UNIT = 0x1p-24f;

  /** With q = (2^23 + 1) x, |q - (1 - 2^-24) q| is the power of two at or below |x| (Rump 2009). */
  private static final float TO_LAST_BIT = 0x1p23f + 1;

  private static final float BELOW_ONE = 1 - 0x1p-24f;
  private static final int MANTISSA = 23;

  private final Rounding rounding;
  private final float largest;
  private final float smallestFull;
  private final boolean widest;
  private final boolean even;
  private final int dropped;

  GridKernel(Grid grid, Rounding rounding) {
    check(grid, rounding);
    this.rounding = rounding;
    this.largest = grid.largest();
    this.smallestFull = (float) Math.scalb(1.0, grid.minExponent());
    this.dropped = MANTISSA - grid.mantissaBits();
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
    saturate(lanes.values, count, largest);
    roundWithin(lanes, count, position, draws);
  }

  /** The same where no value is beyond the largest, or is NaN. */
  void roundWithin(Lanes lanes, int count, int position, Draws draws) {
    if (rounding == Rounding.NEAREST_LOGARITHM) {
      byLogarithm(lanes.values, count);
    } else if (widest) {
      if (rounding == Rounding.STOCHASTIC) {
        lanes.draw(position, count, draws);
      }
      roundBits(lanes, count);
    } else {
      if (rounding == Rounding.STOCHASTIC) {
        lanes.draw(position, count, draws);
      }
      roundFloats(lanes, count);
    }
  }

  /**
   * values := scales * round(values / scales).
   *
   * @param within whether no quotient is beyond the largest, or is NaN
   */
  void roundScaled(Lanes lanes, int count, int position, Draws draws, boolean within) {
    if (within && rounding == Rounding.NEAREST && !widest && !even) {
      nearestScaled(lanes.values, lanes.scales, count, smallestFull, 1.5f * (1 << dropped));
      return;
    }
    divide(lanes.values, lanes.scales, count);
    if (within) {
      roundWithin(lanes, count, position, draws);
    } else {
      round(lanes, count, position, draws);
    }
    multiply(lanes.values, lanes.scales, count);
  }

  /** All steps in one loop, which reads and writes a third as much. */
  private static void nearestScaled(
      float[] values, float[] scales, int count, float smallest, float toSum) {
    for (int i = 0; i < count; i++) {
      float value = values[i] / scales[i];
      float q = value * TO_LAST_BIT;
      float c = Math.max(Math.abs(q - q * BELOW_ONE), smallest) * toSum;
      float magnitude = Math.abs(value);
      float sign = value / Math.max(magnitude, Float.MIN_VALUE);
      values[i] = ((magnitude + c) - c) * sign * scales[i];
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

  /** One value rounded with a chosen one of the 2^23 numbers that can be drawn. */
  float rounded(Lanes lanes, float value, int drawn) {
    lanes.values[0] = value;
    lanes.randomBits[0] = drawn | 0x3f800000;
    saturate(lanes.values, 1, largest);
    if (widest) {
      roundBits(lanes, 1);
    } else {
      roundFloats(lanes, 1);
    }
    return lanes.values[0];
  }

  private static void saturate(float[] values, int count, float largest) {
    for (int i = 0; i < count; i++) {
      values[i] = Math.max(Math.min(values[i], largest), -largest);
    }
  }

  private void roundFloats(Lanes lanes, int count) {
    float toSum = 1.5f * (1 << dropped);
    powers(lanes, count);
    if (rounding == Rounding.STOCHASTIC) {
      lanes.toFloats(lanes.randomBits, lanes.uniforms, count);
      float toStep = 1f / (1 << (MANTISSA - dropped));
      split(lanes.values, lanes.powers, lanes.rests, count, toSum);
      stochastic(lanes.values, lanes.powers, lanes.rests, lanes.uniforms, count, toSum, toStep);
    } else {
      nearest(lanes.values, lanes.powers, count, toSum);
    }
  }

  /** The powers of two at or below magnitudes, or the smallest; which for even grids is all. */
  private void powers(Lanes lanes, int count) {
    if (even) {
      Arrays.fill(lanes.powers, 0, count, smallestFull);
    } else {
      powers(lanes.values, lanes.powers, count, smallestFull);
    }
  }

  private static void powers(float[] values, float[] powers, int count, float smallest) {
    for (int i = 0; i < count; i++) {
      float q = values[i] * TO_LAST_BIT;
      powers[i] = Math.max(Math.abs(q - q * BELOW_ONE), smallest);
    }
  }

  /** The sign is that of x / |x|, which keeps -0: 0 / 2^-149 has its sign too. */
  private static void nearest(float[] values, float[] powers, int count, float toSum) {
    for (int i = 0; i < count; i++) {
      float c = powers[i] * toSum;
      float magnitude = Math.abs(values[i]);
      float sign = values[i] / Math.max(magnitude, Float.MIN_VALUE);
      values[i] = ((magnitude + c) - c) * sign;
    }
  }

  /** Values into the nearest held ones and rests. */
  private static void split(float[] values, float[] powers, float[] rests, int count, float toSum) {
    for (int i = 0; i < count; i++) {
      float c = powers[i] * toSum;
      float rounded = (values[i] + c) - c;
      rests[i] = values[i] - rounded;
      values[i] = rounded;
    }
  }

  /** A loop apart: together with the other the compiler makes no vectors of them. */
  private static void stochastic(
      float[] values,
      float[] powers,
      float[] rests,
      float[] uniforms,
      int count,
      float toSum,
      float toStep) {
    for (int i = 0; i < count; i++) {
      float c = powers[i] * toSum;
      float w = ((uniforms[i] - 1.5f) + HALF_UNIT) * (powers[i] * toStep);
      values[i] = values[i] + (((rests[i] + w) + c) - c);
    }
  }

  /** Formats with float32's exponents: the lower bits are dropped, or carried at random. */
  private void roundBits(Lanes lanes, int count) {
    lanes.toBits(lanes.values, lanes.bits, count);
    if (rounding == Rounding.STOCHASTIC) {
      carry(lanes, count, dropped);
    } else {
      carryNearest(lanes, count, dropped);
    }
    lanes.toFloats(lanes.bits, lanes.powers, count);
    keepNaN(lanes.powers, lanes.values, count);
  }

  /** A carry could make any number of NaN's bits: 1 + 0 x is 1 for numbers and NaN for NaN. */
  private static void keepNaN(float[] rounded, float[] values, int count) {
    for (int i = 0; i < count; i++) {
      values[i] = rounded[i] * (1 + 0 * values[i]);
    }
  }

  /** A carry goes on to the exponent, never to the sign. */
  private static void carry(Lanes lanes, int count, int dropped) {
    int[] bits = lanes.bits;
    int[] random = lanes.randomBits;
    int below = (1 << dropped) - 1;
    int down = MANTISSA - dropped;
    for (int i = 0; i < count; i++) {
      int carried = bits[i] + ((random[i] >>> down) & below);
      bits[i] = carried & ~below;
    }
  }

  private static void carryNearest(Lanes lanes, int count, int dropped) {
    int[] bits = lanes.bits;
    int below = (1 << dropped) - 1;
    int half = below >>> 1;
    for (int i = 0; i < count; i++) {
      int carried = bits[i] + half + ((bits[i] >>> dropped) & 1);
      bits[i] = carried & ~below;
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
