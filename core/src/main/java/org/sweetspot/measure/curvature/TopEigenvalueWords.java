package org.sweetspot.measure.curvature;

import java.util.List;
import java.util.Locale;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Sentence;

/** What a descending list of eigenvalues says in words, as far as its residuals allow. */
final class TopEigenvalueWords {
  /** An eigenvalue this many times the next one leads it. */
  private static final double LEAD = 2;

  private TopEigenvalueWords() {}

  /**
   * The largest learning rate that a quadratic of the largest eigenvalue can hold, 2 / lambda_1,
   * then which eigenvalues stand out.
   *
   * @param what bends, as in "the loss"
   * @param where what moves, as in "of all weights"
   */
  static String words(Measurement found, String what, String where) {
    List<Double> values = found.series();
    double top = values.get(0);
    double residual = found.margin(0);
    if (Math.abs(top) <= residual) {
      return Sentence.of(
          "The largest, %.3g, is within its residual %.2g of zero: whether %s bends upwards"
              + " anywhere cannot be told.",
          top, residual, what);
    }
    if (top <= 0) {
      return top == 0
          ? "The largest is zero: here " + what + " bends upwards in no direction."
          : Sentence.of(
              "Even the largest, %.3g, is negative beyond its residual: %s bends upwards in no"
                  + " direction, so this is no minimum.",
              top, what);
    }
    return Sentence.of(
            "In its steepest direction %s bends so strongly that plain gradient descent %s"
                + " overshoots more at each step with learning rates above 2 / %.3g = %.3g (error"
                + " %.1g).",
            what, where, top, 2 / top, 2 * residual / (top * top))
        + leaders(found);
  }

  /** How many of the eigenvalues stand out: those before the widest gap, if it is wide. */
  static String leaders(Measurement found) {
    List<Double> values = found.series();
    int lead = 0;
    double widest = LEAD;
    for (int i = 0; i + 1 < values.size(); i++) {
      double low = values.get(i) - found.margin(i);
      double next = Math.max(0, values.get(i + 1) + found.margin(i + 1));
      double gap = next > 0 ? low / next : low > 0 ? Double.POSITIVE_INFINITY : 0;
      if (gap >= widest) {
        widest = gap;
        lead = i + 1;
      }
    }
    if (values.size() < 2) {
      return "";
    }
    if (lead == 0) {
      return " None of the "
          + values.size()
          + " that were asked for is surely twice the next: no direction stands out.";
    }
    return String.format(
        Locale.ROOT,
        " %s of the %d that were asked for: the next is %s.",
        lead == 1 ? "One direction stands out" : lead + " directions stand out",
        values.size(),
        Double.isInfinite(widest)
            ? "zero or negative"
            : String.format(Locale.ROOT, "at least %.1f times smaller", widest));
  }
}
