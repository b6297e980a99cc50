package org.sweetspot.report;

import static java.lang.String.format;

import java.util.Locale;
import org.sweetspot.statistics.Interval;

/**
 * Differences of accuracy in words.
 *
 * @param confidence of the intervals
 */
record Points(double confidence) {
  /** For instance "3.1 points (95% interval 2.0 to 4.2)". */
  String of(Interval points) {
    return format(Locale.ROOT, "%.1f points (%s)", shown(points.value(), 1), range(points, 1, ""));
  }

  /** The same of a difference whose sign the sentence says. */
  String withoutSign(Interval points) {
    return of(points.value() < 0 ? negative(points) : points);
  }

  /** For instance "93% (95% interval 86% to 100%)". */
  String share(Interval share) {
    Interval percent = new Interval(100 * share.value(), 100 * share.low(), 100 * share.high());
    return format(
        Locale.ROOT, "%.0f%% of the gap (%s)", shown(percent.value(), 0), range(percent, 0, "%"));
  }

  /** For instance "0.9 points above the baseline (...)", or that no difference is significant. */
  String against(Interval difference, String other) {
    if (difference.holdsZero()) {
      return "not significantly different from "
          + other
          + format(
              Locale.ROOT,
              " (%+.1f points, %s)",
              shown(difference.value(), 1),
              range(difference, 1, ""));
    }
    return format(
            Locale.ROOT,
            "%.1f points %s %s (",
            Math.abs(difference.value()),
            difference.value() > 0 ? "above" : "below",
            other)
        + range(difference.value() < 0 ? negative(difference) : difference, 1, "")
        + ")";
  }

  private String range(Interval interval, int digits, String unit) {
    if (!Double.isFinite(interval.low()) || !Double.isFinite(interval.high())) {
      return format(Locale.ROOT, "%.0f%% interval unbounded", 100 * confidence);
    }
    return format(
        Locale.ROOT,
        "%.0f%% interval %." + digits + "f%s to %." + digits + "f%s",
        100 * confidence,
        shown(interval.low(), digits),
        unit,
        shown(interval.high(), digits),
        unit);
  }

  /** What rounds to nothing is zero without a sign. */
  private static double shown(double value, int digits) {
    return Math.abs(value) < 0.5 * Math.pow(10, -digits) ? 0 : value;
  }

  static Interval negative(Interval interval) {
    return new Interval(-interval.value(), -interval.high(), -interval.low());
  }
}
