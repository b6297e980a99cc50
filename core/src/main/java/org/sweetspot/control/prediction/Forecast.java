package org.sweetspot.control.prediction;

/**
 * What is stated of an arm before its runs are trained.
 *
 * @param what which arm, for instance "changed"
 * @param aspect of the change, as in {@link LedgerEntry#aspect}
 * @param quantity that is predicted
 * @param from the predictor
 * @param read whether the predictor had a reading; else the value is the ledger's mean
 * @param band on the scale of the quantity
 * @param cost what was trained for it, in shares of the whole arm: for the baseline's curve
 *     nothing; of the arm's own first run it is none on top
 * @param value expected accuracy as a share, or loss: the mean of the arm's runs but the first
 * @param low lower end of the interval
 * @param high upper end
 */
public record Forecast(
    String what,
    String aspect,
    Quantity quantity,
    Predictor from,
    boolean read,
    Band band,
    double cost,
    double value,
    double low,
    double high) {
  /** Whether it is about a plan and not about the change alone. */
  public boolean isOfPlan() {
    return aspect.startsWith(LedgerEntry.PLAN);
  }

  /** Whether an interval of 90% is claimed: the ledger has an entry of the aspect. */
  public boolean claims() {
    return band.kind() != Band.Kind.NO_CLAIM;
  }

  /** What it was made from, in words. */
  public String source() {
    return read ? from.words() : Predictor.MEAN.words();
  }
}
