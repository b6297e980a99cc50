package org.sweetspot.precision;

/**
 * Sign, exponent and mantissa: (-1)^s 2^(e - bias) 1.m, and (-1)^s 2^(1 - bias) 0.m for e = 0.
 *
 * <p>Sources: "FP8 formats for deep learning" (arXiv 2209.05433); OCP Microscaling Formats (MX)
 * specification 1.0, section 5.3; IEEE 754.
 *
 * @param name as it is written in recipes
 * @param exponentBits 1 to 8
 * @param mantissaBits 1 to 10
 * @param bias what is subtracted from the stored exponent
 * @param specials codes that are no numbers
 */
public record FloatFormat(
    String name, int exponentBits, int mantissaBits, int bias, Specials specials)
    implements NumberFormat {
  /** Four exponent bits, three of mantissa; largest 448; no infinity. */
  public static final FloatFormat E4M3 = new FloatFormat("e4m3", 4, 3, 7, Specials.NAN);

  /** Five exponent bits, two of mantissa; largest 57,344. */
  public static final FloatFormat E5M2 =
      new FloatFormat("e5m2", 5, 2, 15, Specials.INFINITY_AND_NAN);

  /** 0, 0.5, 1, 1.5, 2, 3, 4, 6. */
  public static final FloatFormat E2M1 = new FloatFormat("e2m1", 2, 1, 1, Specials.NONE);

  /** 0, 0.25, ... 1.75: evenly spaced. */
  public static final FloatFormat E1M2 = new FloatFormat("e1m2", 1, 2, 1, Specials.NONE);

  /** The upper half of float32. */
  public static final FloatFormat BFLOAT16 =
      new FloatFormat("bfloat16", 8, 7, 127, Specials.INFINITY_AND_NAN);

  /** IEEE binary16. */
  public static final FloatFormat HALF =
      new FloatFormat("half", 5, 10, 15, Specials.INFINITY_AND_NAN);

  /** Checks the widths. */
  public FloatFormat {
    if (exponentBits < 1 || exponentBits > 8 || mantissaBits < 1 || mantissaBits > 10) {
      throw new IllegalArgumentException(
          "number format "
              + name
              + ": expected 1 to 8 exponent bits and 1 to 10 mantissa bits, got "
              + exponentBits
              + " and "
              + mantissaBits);
    }
  }

  @Override
  public int bits() {
    return 1 + exponentBits + mantissaBits;
  }

  @Override
  public Grid grid() {
    return new Grid(mantissaBits, 1 - bias, magnitude(largestCode()));
  }

  @Override
  public float decode(int code) {
    int unsigned = checked(code) & magnitudeMask();
    float sign = code == unsigned ? 1 : -1;
    if (unsigned <= largestCode()) {
      return sign * magnitude(unsigned);
    }
    boolean infinite = specials == Specials.INFINITY_AND_NAN && unsigned == largestCode() + 1;
    return infinite ? sign * Float.POSITIVE_INFINITY : Float.NaN;
  }

  @Override
  public int encode(float value) {
    return Float.isNaN(value) ? nan(value) : code(grid().nearest(value));
  }

  /**
   * The code as a cast gives it that does not saturate: what rounds beyond the largest number
   * becomes infinity, or NaN where there is none, or the largest number where there is neither.
   */
  public int encodeUnsaturated(float value) {
    Grid grid = grid();
    double step = grid.step(Math.abs(value));
    double rounded = Math.rint(Math.abs(value) / step) * step;
    if (specials == Specials.NONE || !(rounded > grid.largest())) {
      return encode(value);
    }
    return specials == Specials.NAN ? nan(value) : sign(value) | (largestCode() + 1);
  }

  private int nan(float value) {
    if (specials == Specials.NONE) {
      throw new IllegalArgumentException(
          "value for " + name + ": expected a number, which is all it holds, got NaN");
    }
    return sign(value) | magnitudeMask();
  }

  /** The code of a number that is held. */
  private int code(float held) {
    float magnitude = Math.abs(held);
    int exponent = Math.getExponent(magnitude);
    int smallest = 1 - bias;
    boolean full = exponent >= smallest;
    int steps = (int) Math.scalb((double) magnitude, mantissaBits - (full ? exponent : smallest));
    // A full mantissa's leading one adds one to the exponent that is written.
    int written = full ? ((exponent - smallest) << mantissaBits) + steps : steps;
    return sign(held) | written;
  }

  private int sign(float value) {
    return Float.floatToRawIntBits(value) < 0 ? 1 << (exponentBits + mantissaBits) : 0;
  }

  private float magnitude(int unsigned) {
    int exponent = unsigned >>> mantissaBits;
    int mantissa = unsigned & ((1 << mantissaBits) - 1);
    int full = exponent == 0 ? mantissa : mantissa | (1 << mantissaBits);
    return (float) Math.scalb((double) full, Math.max(exponent, 1) - bias - mantissaBits);
  }

  private int magnitudeMask() {
    return (1 << (exponentBits + mantissaBits)) - 1;
  }

  private int largestCode() {
    return switch (specials) {
      case NONE -> magnitudeMask();
      case NAN -> magnitudeMask() - 1;
      case INFINITY_AND_NAN -> magnitudeMask() - (1 << mantissaBits);
    };
  }
}
