package org.sweetspot.measure.curvature;

import java.util.List;
import java.util.Optional;
import org.sweetspot.measure.Fact;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measurement;

/** What a descending list of eigenvalues says, as far as its residuals allow. */
final class TopEigenvalues {
  /** An eigenvalue this many times the next one leads it. */
  private static final double LEAD = 2;

  private TopEigenvalues() {}

  /**
   * The largest learning rate that a quadratic of the largest eigenvalue can hold, 2 / lambda_1,
   * then which eigenvalues stand out.
   *
   * @param curved which quantity is curved
   * @param moving which weights move
   */
  static Finding judge(Measurement found, CurvatureFinding curved, CurvatureFinding moving) {
    double top = found.series().get(0);
    double residual = found.margin(0);
    Fact what = Fact.of(curved);
    if (Math.abs(top) <= residual) {
      return Finding.of(CurvatureFinding.TOP_UNDECIDED, top, residual, what);
    }
    if (top <= 0) {
      return top == 0
          ? Finding.of(CurvatureFinding.TOP_ZERO, what)
          : Finding.of(CurvatureFinding.TOP_NEGATIVE, top, what);
    }
    Finding rate =
        Finding.of(
            CurvatureFinding.TOP, what, Fact.of(moving), top, 2 / top, 2 * residual / (top * top));
    return leaders(found).map(rate::and).orElse(rate);
  }

  /** How many stand out: those before the widest gap, if it is wide; empty for one eigenvalue. */
  static Optional<Finding> leaders(Measurement found) {
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
      return Optional.empty();
    }
    if (lead == 0) {
      return Optional.of(Finding.of(CurvatureFinding.NONE_LEADS, values.size()));
    }
    Fact next =
        Double.isInfinite(widest)
            ? Fact.of(CurvatureFinding.NEXT_NOT_POSITIVE)
            : Fact.of(CurvatureFinding.NEXT_SMALLER, widest);
    return Optional.of(
        lead == 1
            ? Finding.of(CurvatureFinding.ONE_LEADS, values.size(), next)
            : Finding.of(CurvatureFinding.SOME_LEAD, lead, values.size(), next));
  }
}
