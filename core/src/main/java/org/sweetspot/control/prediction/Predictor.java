package org.sweetspot.control.prediction;

/**
 * From what a prediction is made, in the order in which it can be. The first two know nothing of
 * the change but its aspect.
 */
public enum Predictor {
  /** As if nothing changed: the naive one to beat. */
  NO_CHANGE("no change", ""),
  /** The mean outcome of the ledger's changes of that aspect: the other naive one. */
  MEAN("the ledger's mean", ""),
  /** The baseline's own curve at the changed number of updates: costs nothing. */
  CURVE("the baseline's own curve", "curve"),
  /** Trainings that are smaller than those of the arm: see {@link SmallRuns} for their cost. */
  SMALL_RUNS("small runs", "small"),
  /** The first changed run as far as {@link Evidence#PREFIX} of its updates. */
  PREFIX("the first changed run's first part", "prefix"),
  /** The first changed run: trained before the prediction of the others is made. */
  FIRST_RUN("the first changed run", "pilot");

  private final String words;
  private final String key;

  Predictor(String words, String key) {
    this.words = words;
    this.key = key;
  }

  /** For reports. */
  public String words() {
    return words;
  }

  /** Whether it is only asked where a recipe allows a pilot its cost. */
  public boolean isPilot() {
    return this == SMALL_RUNS || this == PREFIX;
  }

  /** Of its reading in a ledger; empty for the naive ones. */
  String key() {
    return key;
  }

  /** Whether a prediction is a line of a reading. */
  boolean reads() {
    return !key.isEmpty();
  }
}
