package org.sweetspot.control.prediction;

/**
 * One change that was tried: what was known before, and what came of it. All differences are
 * changed minus baseline on the scale of {@link Quantity}, so that above zero is worse.
 *
 * @param baseline names the baseline, so that entries of one baseline are held out together
 * @param aspect what the change is about, as {@link org.sweetspot.control.change.Aspect#id};
 *     several joined by +
 * @param change in words, for the reader
 * @param quantity what was predicted
 * @param curve the baseline's own curve, read at the changed number of updates, minus its end; 0
 *     where the change makes as many or more
 * @param pilot the first changed run minus the mean of the baseline's runs, on validation data; NaN
 *     before it is trained
 * @param seed standard error of the outcome from the spread between seeds
 * @param most the largest difference that there can be: that of guessing; infinite for the loss
 * @param outcome the mean of the other changed runs minus that of the baseline's, on test data; NaN
 *     before they are trained
 */
public record LedgerEntry(
    String baseline,
    String aspect,
    String change,
    Quantity quantity,
    double curve,
    double pilot,
    double seed,
    double most,
    double outcome) {
  /** Checks the numbers. */
  public LedgerEntry {
    boolean early = Double.isNaN(pilot) && Double.isNaN(outcome);
    if (!Double.isFinite(curve) || !(early || Double.isFinite(pilot)) || !(seed >= 0)) {
      throw new IllegalArgumentException(
          "ledger entry: expected finite numbers and a spread of at least 0, got curve "
              + curve
              + ", first run "
              + pilot
              + ", spread "
              + seed);
    }
  }

  /** Whether what came of it is known, so that it teaches something. */
  public boolean isComplete() {
    return Double.isFinite(outcome);
  }
}
