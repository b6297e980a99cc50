package org.sweetspot.problem;

/** A problem that shows what it says of classes: a classifier. */
public interface Outputs {
  /**
   * Logits and labels of a batch, a row for each label that is not ignored. A classifier of two
   * classes with a single logit z has rows (0, z), which give the same probabilities. Cost: one
   * forward pass.
   */
  Predictions predictions(Batch batch, Mode mode);

  /** Whether the loss is the plain mean over all rows: none ignored, all of equal weight. */
  default boolean countsAllAlike() {
    return true;
  }
}
