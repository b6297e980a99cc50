package org.sweetspot.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.sweetspot.measure.Value;
import org.sweetspot.statistics.Interval;

/** Numbers as people read them. What is not a finite number is called so in words. */
final class Numbers {
  /** What stands where there is no number. */
  static final String NONE = "no number";

  private static final String MINUS = "\u2212";

  private Numbers() {}

  /** A share between 0 and 1 as per cent, for instance 95.3%. */
  static String percent(double share) {
    return Double.isFinite(share) ? fixed(100 * share, 1) + "%" : NONE;
  }

  /** Points of accuracy, for instance 2.3. */
  static String points(double points) {
    return fixed(points, 1);
  }

  /** Points with their sign, for instance +2.3. */
  static String signedPoints(double points) {
    String text = fixed(points, 1);
    return Double.isFinite(points) && points > 0 && !"0.0".equals(text) ? "+" + text : text;
  }

  /** Points with the interval, for instance 2.3 (1.4 to 3.1). */
  static String points(Interval interval) {
    return points(interval.value()) + range(points(interval.low()), points(interval.high()));
  }

  /** Points with sign and interval. */
  static String signedPoints(Interval interval) {
    return signedPoints(interval.value())
        + range(signedPoints(interval.low()), signedPoints(interval.high()));
  }

  /** A share with its interval, for instance 64% (41% to 88%). */
  static String share(Interval interval) {
    return wholePercent(interval.value())
        + range(wholePercent(interval.low()), wholePercent(interval.high()));
  }

  /** A share in whole per cent. */
  static String wholePercent(double share) {
    return Double.isFinite(share) ? fixed(100 * share, 0) + "%" : NONE;
  }

  /** The ends of an interval in brackets, empty where there are none. */
  static String range(String low, String high) {
    return NONE.equals(low) || NONE.equals(high) ? "" : " (" + low + " to " + high + ")";
  }

  /** So many decimals. */
  static String fixed(double value, int decimals) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    String text = String.format(Locale.ROOT, "%." + decimals + "f", Math.abs(value));
    boolean zero = text.chars().allMatch(c -> c == '0' || c == '.');
    return value < 0 && !zero ? MINUS + text : text;
  }

  /** Three significant digits, with a power of ten where it is far from 1. */
  static String significant(double value) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    double size = Math.abs(value);
    if (value == Math.rint(value) && size < 1e6) {
      return fixed(value, 0);
    }
    if (size >= 1e5 || size < 1e-3) {
      String text = String.format(Locale.ROOT, "%.2e", value);
      return text.replace("-", MINUS)
          .replace("e+0", "e")
          .replace("e+", "e")
          .replace("e" + MINUS + "0", "e" + MINUS);
    }
    int decimals = Math.max(0, 2 - (int) Math.floor(Math.log10(size)));
    return fixed(value, decimals);
  }

  /** A number on an axis: different numbers stay different, and no zero is too many. */
  static String tick(double value, int digits) {
    if (!Double.isFinite(value) || value == 0) {
      return value == 0 ? "0" : NONE;
    }
    String text =
        new BigDecimal(value)
            .round(new MathContext(digits, RoundingMode.HALF_EVEN))
            .stripTrailingZeros()
            .toPlainString();
    return text.replace("-", MINUS);
  }

  /** A ratio as a factor, for instance ×4 or ÷8; "no ratio" where there is none. */
  static String factor(double ratio) {
    if (!Double.isFinite(ratio) || ratio <= 0) {
      return "no ratio";
    }
    return ratio >= 1 ? "\u00d7" + shortFactor(ratio) : "\u00f7" + shortFactor(1 / ratio);
  }

  private static String shortFactor(double factor) {
    return factor < 10 ? fixed(factor, 2) : significant(Math.rint(factor));
  }

  /** Wall-clock time. */
  static String seconds(double seconds) {
    if (!Double.isFinite(seconds)) {
      return NONE;
    }
    if (seconds < 120) {
      return significant(seconds) + " s";
    }
    return seconds < 7200 ? fixed(seconds / 60, 1) + " min" : fixed(seconds / 3600, 1) + " h";
  }

  /** A measured value: a number, or the first few of several and how many there are. */
  static String value(Value value) {
    if (value instanceof Value.Scalar scalar) {
      return significant(scalar.value());
    }
    if (value instanceof Value.Series series) {
      String first =
          series.values().stream()
              .limit(4)
              .map(Numbers::significant)
              .collect(Collectors.joining(", "));
      int more = series.values().size() - 4;
      return more > 0 ? first + " and " + more + " more" : first;
    }
    if (value instanceof Value.Columns table) {
      return table.rows() + " rows of " + String.join(", ", table.columns().keySet());
    }
    Value.Named named = (Value.Named) value;
    String first =
        named.values().entrySet().stream()
            .limit(4)
            .map(entry -> entry.getKey() + " " + significant(entry.getValue()))
            .collect(Collectors.joining(", "));
    int more = named.values().size() - 4;
    return more > 0 ? first + " and " + more + " more" : first;
  }

  /** The finite ones. */
  static double[] finite(DoubleStream values) {
    return values.filter(Double::isFinite).toArray();
  }
}
