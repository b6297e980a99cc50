package org.sweetspot.recipe;

import java.util.List;

/**
 * What to minimize, always as a mean over examples (tokens that are not ignored).
 *
 * @param kind the loss of one example
 * @param labelSmoothing the share of the target spread over all classes, in training only
 * @param classWeights what each class counts in the cross-entropy; none if all count the same
 * @param delta where Huber's loss turns from half the square to a straight line
 */
public record LossRecipe(
    @Default("cross-entropy") Kind kind,
    @Default("0") double labelSmoothing,
    @Default("[]") List<Double> classWeights,
    @Default("1") double delta) {
  /** Cross-entropy without smoothing. */
  public static final LossRecipe DEFAULT = new LossRecipe(Kind.CROSS_ENTROPY, 0);

  /** The loss of one example. */
  public enum Kind {
    /**
     * Minus the log of the softmax at the label, in nats; or its mean under given probabilities.
     */
    CROSS_ENTROPY,
    /**
     * Minus the log of the sigmoid's probability of a label that is 0 or 1, in nats; the mean over
     * the labels of an example.
     */
    BINARY_CROSS_ENTROPY,
    /** Half the squared distance between outputs and target (of a class: one-hot), summed. */
    SQUARED,
    /** The absolute distance, summed over outputs. */
    ABSOLUTE,
    /** Half the square up to a distance delta, delta (|r| - delta / 2) beyond, summed. */
    HUBER
  }

  /** Checks smoothing, weights and delta. */
  public LossRecipe {
    classWeights = List.copyOf(classWeights);
    Require.that(
        labelSmoothing >= 0 && labelSmoothing < 1,
        "label-smoothing",
        "at least 0, below 1",
        labelSmoothing);
    Require.that(
        classWeights.stream().allMatch(weight -> weight >= 0 && Double.isFinite(weight))
            && (classWeights.isEmpty() || classWeights.stream().anyMatch(weight -> weight > 0)),
        "class-weights",
        "finite numbers of at least 0, not all 0",
        classWeights);
    Require.that(
        classWeights.isEmpty() || kind == Kind.CROSS_ENTROPY,
        "class-weights",
        "none beside another kind than cross-entropy",
        classWeights);
    Require.that(delta > 0 && Double.isFinite(delta), "delta", "above 0", delta);
  }

  /** A loss without class weights. */
  public LossRecipe(Kind kind, double labelSmoothing) {
    this(kind, labelSmoothing, List.of(), 1);
  }

  /** Whether it compares outputs with numbers, and not with classes or labels. */
  public boolean isDistance() {
    return kind == Kind.SQUARED || kind == Kind.ABSOLUTE || kind == Kind.HUBER;
  }
}
