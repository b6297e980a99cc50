package org.sweetspot.measure.curvature;

import org.sweetspot.measure.Sentence;

/**
 * What a trace means for the loss: weights shifted by independent Gaussian noise of standard
 * deviation s raise a quadratic by s^2 tr(H) / 2 on average.
 */
final class ShiftedLoss {
  private static final double SHIFT = 0.01;

  private ShiftedLoss() {}

  /** The average rise, or that it cannot be told from none. */
  static String words(double trace, double error) {
    if (Double.isNaN(trace)) {
      return "";
    }
    if (error > 0 && Math.abs(trace) <= 2 * error) {
      return Sentence.of(
          "Within two errors of zero (%.3g, error %.2g): whether the loss bends up or down on the"
              + " average of all directions cannot be told.",
          trace, error);
    }
    String rise =
        Sentence.of(
            "if every weight were off by %s at random, the loss would %s by about %.2g",
            SHIFT, trace < 0 ? "fall" : "rise", Math.abs(trace) * SHIFT * SHIFT / 2);
    String tail =
        (error > 0 ? Sentence.of(" (error %.1g)", error * SHIFT * SHIFT / 2) : "")
            + ", as far as it is quadratic there.";
    return trace < 0
        ? "On the average of all directions the loss bends down, which no minimum does: "
            + rise
            + tail
        : "Summed over all directions: " + rise + tail;
  }
}
