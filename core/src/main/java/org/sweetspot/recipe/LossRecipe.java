package org.sweetspot.recipe;

/**
 * What to minimize, always as a mean over examples (tokens).
 *
 * @param kind the loss of one example
 * @param labelSmoothing the share of the target spread over all classes, in training only
 */
public record LossRecipe(@Default("cross-entropy") Kind kind, @Default("0") double labelSmoothing) {
  /** Cross-entropy without smoothing. */
  public static final LossRecipe DEFAULT = new LossRecipe(Kind.CROSS_ENTROPY, 0);

  /** The loss of one example. */
  public enum Kind {
    /** Minus the log of the softmax at the label, in nats. */
    CROSS_ENTROPY,
    /** Half the squared distance between outputs and the one-hot label. */
    SQUARED
  }

  /** Checks the smoothing. */
  public LossRecipe {
    Require.that(
        labelSmoothing >= 0 && labelSmoothing < 1,
        "label-smoothing",
        "at least 0, below 1",
        labelSmoothing);
  }
}
