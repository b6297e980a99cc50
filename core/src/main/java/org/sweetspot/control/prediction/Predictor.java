package org.sweetspot.control.prediction;

/** From what a prediction is made. The first two know nothing of the change but its aspect. */
public enum Predictor {
  /** As if nothing changed: the naive one to beat. */
  NO_CHANGE("no change"),
  /** The mean outcome of the ledger's changes of that aspect: the other naive one. */
  MEAN("the ledger's mean"),
  /** The baseline's own curve at the changed number of updates: costs nothing. */
  CURVE("the baseline's own curve"),
  /** The first changed run: trained before the prediction of the others is made. */
  FIRST_RUN("the first changed run");

  private final String words;

  Predictor(String words) {
    this.words = words;
  }

  /** For reports. */
  public String words() {
    return words;
  }

  /** The number that a prediction is a line of; 0 for the naive ones. */
  double reading(LedgerEntry entry) {
    return switch (this) {
      case NO_CHANGE, MEAN -> 0;
      case CURVE -> entry.curve();
      case FIRST_RUN -> entry.pilot();
    };
  }
}
