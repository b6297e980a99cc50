package org.sweetspot.precision;

/**
 * Zero and signed powers of two, 2^0 to 2^levels: a sign, and codes 0 for zero, k + 1 for 2^k.
 *
 * <p>The 4-bit form of Chmiel et al. ("Accurate neural training with 4-bit matrix multiplications
 * at standard formats", ICLR 2023) has levels = 6: seven powers and zero in three bits. Their paper
 * and their code disagree on this number (2^4 and 2^7 between the smallest and the largest power),
 * so it is a parameter.
 *
 * @param levels the exponent of the largest power, 1 to 30
 */
public record LogarithmicFormat(int levels) implements NumberFormat {
  /** Seven powers and zero: four bits. */
  public static final LogarithmicFormat LOG4 = new LogarithmicFormat(6);

  /** Checks the number of levels. */
  public LogarithmicFormat {
    if (levels < 1 || levels > 30) {
      throw new IllegalArgumentException(
          "levels of a logarithmic format: expected 1 to 30, got " + levels);
    }
  }

  @Override
  public String name() {
    return levels == LOG4.levels() ? "log4" : "log-levels-" + levels;
  }

  @Override
  public int bits() {
    return 1 + magnitudeBits();
  }

  @Override
  public Grid grid() {
    return new Grid(0, 0, 1 << levels);
  }

  /** Codes that no power needs stand for the largest one. */
  @Override
  public float decode(int code) {
    int unsigned = checked(code) & ((1 << magnitudeBits()) - 1);
    float magnitude = unsigned == 0 ? 0 : 1 << Math.min(unsigned - 1, levels);
    return code == unsigned ? magnitude : -magnitude;
  }

  @Override
  public int encode(float value) {
    if (Float.isNaN(value)) {
      throw new IllegalArgumentException(
          "value for " + name() + ": expected a number, which is all it holds, got NaN");
    }
    float held = grid().nearest(value);
    int unsigned = held == 0 ? 0 : Math.getExponent(held) + 1;
    return Float.floatToRawIntBits(value) < 0 ? unsigned | (1 << magnitudeBits()) : unsigned;
  }

  private int magnitudeBits() {
    return Integer.SIZE - Integer.numberOfLeadingZeros(levels + 1);
  }
}
