package org.sweetspot.precision;

/** How a block's scale is stored. */
public enum ScaleFormat {
  /** A power of two, 2^-127 to 2^127 (E8M0). */
  POWER_OF_TWO(0, 0x1p-127, 0x1p127) {
    @Override
    double up(double wanted) {
      return Double.longBitsToDouble(
          (Double.doubleToRawLongBits(wanted) + (1L << 52) - 1) & -(1L << 52));
    }

    @Override
    double down(double wanted) {
      return Double.longBitsToDouble(Double.doubleToRawLongBits(wanted) & -(1L << 52));
    }

    @Override
    double nearest(double wanted) {
      double low = down(wanted);
      return wanted - low < low / 2 ? low : 2 * low;
    }
  },
  /** FP8 E4M3 without its sign, 2^-9 to 448. */
  E4M3(3, 0x1p-9, 448) {
    @Override
    double up(double wanted) {
      return wanted < SUBNORMAL
          ? Math.ceil(wanted * 0x1p9) * 0x1p-9
          : Double.longBitsToDouble(
              (Double.doubleToRawLongBits(wanted) + (1L << 49) - 1) & -(1L << 49));
    }

    @Override
    double down(double wanted) {
      return wanted < SUBNORMAL
          ? Math.floor(wanted * 0x1p9) * 0x1p-9
          : Double.longBitsToDouble(Double.doubleToRawLongBits(wanted) & -(1L << 49));
    }

    @Override
    double nearest(double wanted) {
      double step = Math.scalb(1.0, Math.max(Math.getExponent(wanted), -6) - 3);
      return Math.rint(wanted / step) * step;
    }
  };

  private static final double SUBNORMAL = 0x1p-6;

  private static final int DOUBLE_MANTISSA = 52;

  /** From here on no product or rest of {@link #upInFloats} is below float32's normal numbers. */
  private static final float LEAST_UNIT = 0x1p-100f;

  private final int mantissaBits;
  private final double smallest;
  private final double largest;

  ScaleFormat(int mantissaBits, double smallest, double largest) {
    this.mantissaBits = mantissaBits;
    this.smallest = smallest;
    this.largest = largest;
  }

  abstract double up(double wanted);

  abstract double down(double wanted);

  abstract double nearest(double wanted);

  /** The largest scale. */
  public float largest() {
    return (float) largest;
  }

  /**
   * Scales rounded up from values / unit, times a factor, in the place of the values, which are not
   * negative.
   */
  void up(float[] values, int count, double unit, float factor) {
    float single = (float) unit;
    boolean short20 = single == unit && (Float.floatToRawIntBits(single) & 0xf) == 0;
    if (this == E4M3 && short20 && single >= LEAST_UNIT) {
      upInFloats(values, count, single, factor);
      return;
    }
    long below = (1L << (DOUBLE_MANTISSA - mantissaBits)) - 1;
    double normal = mantissaBits == 0 ? 0 : SUBNORMAL;
    for (int i = 0; i < count; i++) {
      double wanted = values[i] / unit;
      double up =
          wanted < normal
              ? Math.ceil(wanted * 0x1p9) * 0x1p-9
              : Double.longBitsToDouble((Double.doubleToRawLongBits(wanted) + below) & ~below);
      double bounded = up < smallest ? smallest : up > largest ? largest : up;
      values[i] = (float) (Double.isNaN(wanted) ? wanted : bounded) * factor;
    }
  }

  /**
   * The same for E4M3, as vectors and without branches, which blocks of zeros make hard to guess: g
   * is a neighbour of v / u, and the rest v - g u is exact, since g has 4 bits and u 20; where it
   * is positive, g was the lower neighbour. Powers of two are found as in {@link GridKernel}.
   */
  private static void upInFloats(float[] values, int count, float unit, float factor) {
    for (int i = 0; i < count; i++) {
      float value = values[i];
      float wanted = Math.min(value / unit, 1024f);
      float q = wanted * (0x1p23f + 1);
      float power = Math.max(Math.abs(q - q * (1 - 0x1p-24f)), 0x1p-6f);
      float toSum = power * 0x1.8p20f;
      float near = (wanted + toSum) - toSum;
      float rest = value - near * unit;
      float one = Math.min(Math.max(rest * 0x1p126f, 0f) * 0x1p20f, 1f);
      float up = near + one * (power * 0x1p-3f);
      values[i] = Math.min(Math.max(up, 0x1p-9f), 448f) * factor;
    }
  }

  /** The scale that stands for the wanted one; the smallest for 0. */
  public float round(double wanted, ScaleRounding rounding) {
    if (Double.isNaN(wanted)) {
      return Float.NaN;
    }
    double rounded =
        switch (rounding) {
          case UP -> up(wanted);
          case NEAREST -> nearest(wanted);
          case DOWN -> down(wanted);
        };
    return (float) Math.min(Math.max(rounded, smallest), largest);
  }
}
