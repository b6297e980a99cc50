package org.sweetspot.recipe;

/**
 * Averaging of weights along the way; where there is one, the average is what gets evaluated and
 * kept as the result.
 *
 * @param kind which average
 * @param decay of the exponential average, a step
 * @param start share of the budget after which averaging begins
 */
public record AveragingRecipe(
    Kind kind, @Default("0.999") double decay, @Default("0") double start) {
  /** No averaging. */
  public static final AveragingRecipe NONE = new AveragingRecipe(Kind.NONE, 0.999, 0);

  /** Which average. */
  public enum Kind {
    /** None: the last weights count. */
    NONE,
    /** a := decay a + (1 - decay) w after each step, begun at the weights. */
    EXPONENTIAL,
    /** The arithmetic mean of the weights after each step since the start (Polyak). */
    MEAN
  }

  /** Checks the numbers. */
  public AveragingRecipe {
    Require.that(decay >= 0 && decay < 1, "decay", "at least 0, below 1", decay);
    Require.that(start >= 0 && start < 1, "start", "at least 0, below 1", start);
  }
}
