package org.sweetspot.report;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sweetspot.diagnosis.check.Finding;

/** The sentence of a finding: the check's, with the evidence put in. */
final class FindingWords {
  private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");

  private FindingWords() {}

  static String sentence(Finding finding) {
    return filled(finding.card().sentence(), finding.evidence());
  }

  /** A sentence with numbers in the place of names in braces. */
  static String filled(String sentence, Map<String, Double> numbers) {
    return NAME.matcher(sentence)
        .replaceAll(
            found -> Matcher.quoteReplacement(number(numbers.getOrDefault(found.group(1), 0.0))));
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "not a finite number";
    }
    if (Double.isInfinite(value)) {
      return "infinite";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return String.format(Locale.ROOT, "%d", (long) value);
    }
    double size = Math.abs(value);
    return size >= 1e-3 && size < 1e5
        ? new java.math.BigDecimal(value)
            .round(new java.math.MathContext(3))
            .stripTrailingZeros()
            .toPlainString()
        : String.format(Locale.ROOT, "%.2e", value);
  }
}
