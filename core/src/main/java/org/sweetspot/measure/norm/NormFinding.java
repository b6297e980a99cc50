package org.sweetspot.measure.norm;

import org.sweetspot.measure.Verdict;

/** What norms of the weights can show. */
public enum NormFinding implements Verdict {
  /** No convolution stretches: the one that does most, by how much, how much more at most. */
  NONE_STRETCHES,
  /** Some stretch: the one that does most, by how much, how much more at most. */
  STRETCHES_MOST,
  /** A small movement: relative to the first length. */
  MOVED_HARDLY,
  /** A movement beyond the first length: relative to it. */
  MOVED_FAR,
  /** Between these: relative to the first length. */
  MOVED_AS_USUAL,
  /** The learning rate for weights of length one. */
  EFFECTIVE_RATE,
  /** The logarithm of the product, without a margin to take it over. */
  PRODUCT_WITHOUT_MARGIN,
  /** The logarithm of the product over the margin. */
  PRODUCT_OVER_MARGIN,
  /** How many paths of equal strength, their strength. */
  EQUAL_PATHS,
  /** No path is left. */
  NO_PATH,
  /** The product is beyond all numbers. */
  BOUND_OVERFLOWS,
  /** A layer is zero. */
  LAYER_ZERO,
  /** A product above 1: the product. */
  CHANGES_CAN_GROW,
  /** A product of at most 1: the product. */
  CHANGES_CANNOT_GROW,
  /** All weights are zero. */
  ALL_ZERO,
  /** Percent of the squared length, that length, the tensor that holds it. */
  LARGEST_SHARE
}
