package org.sweetspot.measure;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sentences with numbers as people write them: 1200 and 0.05, not 1.20e+03 and 0.0500. */
public final class Sentence {
  private static final Pattern PLACE = Pattern.compile("%(?:\\.(\\d+))?([a-z%])");
  private static final double SMALL = 1e-4;
  private static final double LARGE = 1e6;

  private Sentence() {}

  /**
   * A sentence after a format as of {@link String#format}, in which {@code %.3g} stands for a
   * number of three digits written plainly.
   */
  public static String of(String format, Object... numbers) {
    Matcher place = PLACE.matcher(format);
    StringBuilder sentence = new StringBuilder();
    int next = 0;
    while (place.find()) {
      String text;
      if (place.group(2).equals("%")) {
        text = "%";
      } else if (place.group(2).equals("g")) {
        text = plain(((Number) numbers[next++]).doubleValue(), Integer.parseInt(place.group(1)));
      } else {
        text = String.format(Locale.ROOT, place.group(), numbers[next++]);
      }
      place.appendReplacement(sentence, Matcher.quoteReplacement(text));
    }
    return place.appendTail(sentence).toString();
  }

  private static String plain(double number, int digits) {
    if (!Double.isFinite(number)) {
      return Double.toString(number);
    }
    BigDecimal rounded = new BigDecimal(number).round(new MathContext(digits));
    double size = Math.abs(rounded.doubleValue());
    return size == 0
        ? "0"
        : size < SMALL || size >= LARGE
            ? String.format(Locale.ROOT, "%." + (digits - 1) + "e", number)
            : rounded.stripTrailingZeros().toPlainString();
  }
}
