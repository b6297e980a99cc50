package org.sweetspot.measure.summary;

import java.util.Optional;
import org.sweetspot.measure.TrainingFacts;

/**
 * How noisy the gradient is, and which batches pay.
 *
 * <p>With noise scale N (McCandlish et al. 2018, section 2.3) reaching a loss with batch b takes 1
 * + N / b times the fewest steps and 1 + b / N times the fewest examples.
 *
 * @param level where the batch stands
 * @param scale the simple noise scale, in examples
 * @param id of the measure that it was taken from
 * @param other what the other estimate gives, where it differs beyond the errors; without a scale
 *     the squared norm of the mean gradient
 * @param batch examples of an update; 0 where unknown
 */
public record Noise(Level level, Estimate scale, String id, Estimate other, int batch) {
  /** Where the batch stands. */
  public enum Level {
    /** The mean gradient cannot be told from zero: there is no scale. */
    NO_SIGNAL,
    /** All examples pull alike: a batch of one is as good as any. */
    NONE,
    /** The error is as large as the scale. */
    UNCLEAR,
    /** The batch is not known. */
    NO_BATCH,
    /** Less than half the noise scale: a larger batch costs few examples. */
    SMALL,
    /** Near the noise scale: steps and examples are in balance. */
    BALANCED,
    /** More than twice the noise scale: a smaller batch costs few steps. */
    LARGE
  }

  static final String SINGLE = "noise-scale";
  static final String BATCHES = "noise-scale-two-batch";
  private static final double FACTOR = 2;

  static Optional<Noise> of(Answers answers, TrainingFacts facts) {
    Estimate single = answers.number(SINGLE);
    Estimate batches = answers.number(BATCHES);
    if (!single.known() && !batches.known()) {
      Estimate signal = answers.number("gradient-noise", "squared-gradient");
      return signal.known() && !signal.above(0)
          ? Optional.of(
              new Noise(Level.NO_SIGNAL, Estimate.UNKNOWN, "gradient-noise", signal, facts.batch()))
          : Optional.empty();
    }
    boolean differ = single.known() && batches.known() && single.differsFrom(batches);
    // Batches are what training sees; where both agree, single examples are the sharper estimate.
    boolean byBatches = !single.known() || differ;
    Estimate scale = byBatches ? batches : single;
    return Optional.of(
        new Noise(
            level(scale, facts.batch()),
            scale,
            byBatches ? BATCHES : SINGLE,
            differ ? single : Estimate.UNKNOWN,
            facts.batch()));
  }

  private static Level level(Estimate scale, int batch) {
    if (scale.value() == 0 && scale.error() == 0) {
      return Level.NONE;
    }
    if (!scale.above(0)) {
      return Level.UNCLEAR;
    }
    if (batch == 0) {
      return Level.NO_BATCH;
    }
    return batch < scale.value() / FACTOR
        ? Level.SMALL
        : batch > scale.value() * FACTOR ? Level.LARGE : Level.BALANCED;
  }

  /** Steps that the batch takes over the fewest that any batch takes. */
  public double steps() {
    return 1 + scale.value() / batch;
  }

  /** Examples that the batch takes over the fewest that any batch takes. */
  public double examples() {
    return 1 + batch / scale.value();
  }
}
