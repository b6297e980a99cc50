package org.sweetspot.problem;

/** A problem that shows its outputs: a classifier. */
public interface Outputs {
  /** Logits and labels of a batch. Cost: one forward pass. */
  Predictions predictions(Batch batch, Mode mode);
}
