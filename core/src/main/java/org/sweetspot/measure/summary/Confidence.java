package org.sweetspot.measure.summary;

import java.util.Optional;

/**
 * Whether the network's confidence can be trusted: over-confidence, temperature and calibration
 * error decided together.
 *
 * @param level what they say together
 * @param gap mean confidence less accuracy
 * @param temperature that fits held-out data best
 * @param error expected calibration error
 */
public record Confidence(Level level, Estimate gap, Estimate temperature, Estimate error) {
  /** What the answers say together. */
  public enum Level {
    /** It claims too much, and dividing the logits by the temperature mends it. */
    OVER,
    /** It claims too little, and dividing the logits by the temperature mends it. */
    UNDER,
    /** It claims too much on average, though no temperature is told apart from 1. */
    OVER_ON_AVERAGE,
    /** It claims too little on average, though no temperature is told apart from 1. */
    UNDER_ON_AVERAGE,
    /** Average and temperature point in opposite directions: one number cannot mend it. */
    MIXED,
    /** The fit of the temperature ended at its bound: labels too separable, or too wrong. */
    AT_BOUND,
    /** No miscalibration is shown. */
    NOT_SHOWN
  }

  static Optional<Confidence> of(Answers answers) {
    Estimate gap = answers.number("over-confidence", "gap");
    Estimate temperature = answers.number("temperature", "temperature");
    if (!gap.known() && !temperature.known()) {
      return Optional.empty();
    }
    Level level =
        answers.unconverged("temperature")
            ? Level.AT_BOUND
            : level(sign(gap, 0), sign(temperature, 1));
    return Optional.of(new Confidence(level, gap, temperature, answers.number("ece")));
  }

  private static int sign(Estimate estimate, double neutral) {
    return !estimate.known() ? 0 : estimate.above(neutral) ? 1 : estimate.below(neutral) ? -1 : 0;
  }

  private static Level level(int gap, int temperature) {
    if (gap * temperature < 0) {
      return Level.MIXED;
    }
    if (temperature != 0) {
      return temperature > 0 ? Level.OVER : Level.UNDER;
    }
    return gap == 0 ? Level.NOT_SHOWN : gap > 0 ? Level.OVER_ON_AVERAGE : Level.UNDER_ON_AVERAGE;
  }
}
