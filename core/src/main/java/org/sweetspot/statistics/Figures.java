package org.sweetspot.statistics;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers of a few significant digits, as values and as text. */
public final class Figures {
  private Figures() {}

  /** Three significant digits without trailing zeros, "infinitely" many as a word. */
  public static String three(double value) {
    return digits(value, 3);
  }

  /** That many significant digits without trailing zeros and without exponents. */
  public static String digits(double value, int digits) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "unknown" : "infinite";
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /** The number with that many significant digits; one that is not finite stays as it is. */
  public static double rounded(double value, int digits) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(new MathContext(digits)).doubleValue()
        : value;
  }
}
