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

  /** Scales rounded up from values / unit, in the place of the values, which are not negative. */
  void up(float[] values, int count, double unit) {
    long below = (1L << (DOUBLE_MANTISSA - mantissaBits)) - 1;
    double normal = mantissaBits == 0 ? 0 : SUBNORMAL;
    for (int i = 0; i < count; i++) {
      double wanted = values[i] / unit;
      double up =
          wanted < normal
              ? Math.ceil(wanted * 0x1p9) * 0x1p-9
              : Double.longBitsToDouble((Double.doubleToRawLongBits(wanted) + below) & ~below);
      double bounded = up < smallest ? smallest : up > largest ? largest : up;
      values[i] = (float) (Double.isNaN(wanted) ? wanted : bounded);
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
