package org.sweetspot.measure.curvature;

import java.util.Optional;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measurement;

/**
 * What a trace means for the loss: weights shifted by independent Gaussian noise of standard
 * deviation s raise a quadratic by s^2 tr(H) / 2 on average.
 */
final class ShiftedLoss {
  private static final double SHIFT = 0.01;

  private ShiftedLoss() {}

  /** The average rise, or that it is not distinguishable from none; empty without a trace. */
  static Optional<Finding> judge(Measurement found) {
    double trace = found.number();
    double error = found.margin();
    if (Double.isNaN(trace)) {
      return Optional.empty();
    }
    if (error > 0 && Math.abs(trace) <= 2 * error) {
      return Optional.of(Finding.of(CurvatureFinding.TRACE_UNDECIDED, trace, error));
    }
    boolean falls = trace < 0;
    double change = Math.abs(trace) * SHIFT * SHIFT / 2;
    return Optional.of(
        error > 0
            ? Finding.of(
                falls ? CurvatureFinding.SHIFT_LOWERS_ABOUT : CurvatureFinding.SHIFT_RAISES_ABOUT,
                SHIFT,
                change,
                error * SHIFT * SHIFT / 2)
            : Finding.of(
                falls ? CurvatureFinding.SHIFT_LOWERS : CurvatureFinding.SHIFT_RAISES,
                SHIFT,
                change));
  }
}
