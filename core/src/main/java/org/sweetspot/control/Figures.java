package org.sweetspot.control;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as sentences show them. */
final class Figures {
  private Figures() {}

  /** Three significant digits without trailing zeros, "infinitely" many as a word. */
  static String three(double value) {
    return digits(value, 3);
  }

  /** That many significant digits without trailing zeros and without exponents. */
  static String digits(double value, int digits) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "unknown" : "infinite";
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}
