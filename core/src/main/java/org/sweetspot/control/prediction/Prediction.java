package org.sweetspot.control.prediction;

/**
 * One prediction and what came of it.
 *
 * @param what which arm, for instance "changed"
 * @param entry what it was made from, with the outcome
 * @param from the predictor
 * @param band on the scale of the quantity
 * @param value expected accuracy as a share, or loss: the mean of the arm's runs but the first
 * @param low lower end of the 90% interval
 * @param high upper end
 * @param outcome what came of it
 */
public record Prediction(
    String what,
    LedgerEntry entry,
    Predictor from,
    Band band,
    double value,
    double low,
    double high,
    double outcome) {
  /** What it was made from: a curve that has nothing to say leaves the ledger's mean. */
  public String source() {
    return from == Predictor.CURVE && entry.curve() == 0 ? Predictor.MEAN.words() : from.words();
  }

  /** Whether the interval held the outcome. */
  public boolean inside() {
    return band.holds(entry.outcome());
  }
}
