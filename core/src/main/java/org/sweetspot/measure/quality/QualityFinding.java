package org.sweetspot.measure.quality;

import org.sweetspot.measure.Verdict;

/** What losses and scores can show. */
public enum QualityFinding implements Verdict {
  /** All rows are of one class: percent right, split. */
  ONE_CLASS,
  /** As good as the commonest class: percent right, split, error, percent of that class. */
  LEARNING_NOT_SHOWN,
  /** Better, on training rows: percent right, split, error, percent of the commonest class. */
  LEARNED_TRAINING,
  /** Better, on other rows: percent right, split, error, percent of the commonest class. */
  LEARNED,
  /** Worse: percent right, split, error, percent of the commonest class. */
  WORSE_THAN_COMMONEST,
  /** The gap is within the error of zero. */
  NO_GAP_SHOWN,
  /** A large gap: points. */
  LARGE_GAP,
  /** A usual gap: points. */
  USUAL_GAP,
  /** There is nothing to compare the loss with. */
  ONE_SPLIT,
  /** The losses are not distinguishable: difference, error. */
  SAME_LOSS,
  /** The loss is higher on new data: difference, its error as a fact. */
  HIGHER_LOSS,
  /** The loss is lower on new data: difference, its error as a fact. */
  LOWER_LOSS,
  /** A known error. */
  ERROR,
  /** No error is known. */
  ERROR_NOT_KNOWN,
  /** Variance explained, of training targets: share, split, error. */
  EXPLAINS_TRAINING,
  /** Variance explained, of other targets: share, split, error. */
  EXPLAINS_NEW,
  /** Worse than the mean: share, split, error. */
  WORSE_THAN_MEAN,
  /** Not distinguishable from the mean: share, split, error. */
  NOT_BETTER_THAN_MEAN
}
