package org.sweetspot.precision;

/**
 * Integers in two's complement, -(2^(b-1) - 1) to 2^(b-1) - 1. The code of -2^(b-1) is read and
 * never written: scales are symmetric.
 *
 * @param width b, 2 to 16
 */
public record IntegerFormat(int width) implements NumberFormat {
  /** Eight bits, -127 to 127. */
  public static final IntegerFormat INT8 = new IntegerFormat(8);

  /** Four bits, -7 to 7. */
  public static final IntegerFormat INT4 = new IntegerFormat(4);

  /** Checks the width. */
  public IntegerFormat {
    if (width < 2 || width > 16) {
      throw new IllegalArgumentException("bits of integers: expected 2 to 16, got " + width);
    }
  }

  @Override
  public String name() {
    return "int" + width;
  }

  @Override
  public int bits() {
    return width;
  }

  @Override
  public Grid grid() {
    return new Grid(width - 1, width - 1, (1 << (width - 1)) - 1);
  }

  @Override
  public float decode(int code) {
    int unused = Integer.SIZE - width;
    return checked(code) << unused >> unused;
  }

  @Override
  public int encode(float value) {
    if (Float.isNaN(value)) {
      throw new IllegalArgumentException(
          "value for " + name() + ": expected a number, which is all it holds, got NaN");
    }
    return (int) grid().nearest(value) & (codes() - 1);
  }
}
