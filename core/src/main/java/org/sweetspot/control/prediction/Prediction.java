package org.sweetspot.control.prediction;

/**
 * A forecast and what came of it.
 *
 * @param forecast as it was stated
 * @param entry for the ledger, with the outcome
 * @param outcome accuracy as a share, or loss; NaN where no run but the first was trained
 */
public record Prediction(Forecast forecast, LedgerEntry entry, double outcome) {
  /** Whether the interval held the outcome; false where none was claimed. */
  public boolean inside() {
    return forecast.claims() && forecast.band().holds(entry.outcome());
  }
}
