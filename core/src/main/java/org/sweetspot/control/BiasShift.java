package org.sweetspot.control;

import org.sweetspot.statistics.Interval;

/**
 * How one measured bias of the trained network moved, over all seeds.
 *
 * @param measure its id
 * @param unit empty for pure numbers
 * @param baseline mean over the seeds
 * @param changed mean over the seeds, after the change alone
 * @param controlled mean over the seeds, under the plan
 * @param shift changed minus baseline, paired by seed, with its interval at the experiment's
 *     confidence, widened for the number of biases asked about
 * @param remaining controlled minus baseline, likewise
 */
public record BiasShift(
    String measure,
    String unit,
    double baseline,
    double changed,
    double controlled,
    Interval shift,
    Interval remaining) {
  /** Whether the change moved it beyond the seed-to-seed spread. */
  public boolean moved() {
    // Not the negation of holdsZero: an interval that is no number tells nothing.
    return shift.low() > 0 || shift.high() < 0;
  }

  /** Whether the plan brought a moved one back to where it can't be told from the baseline. */
  public boolean restored() {
    return moved() && remaining.holdsZero();
  }
}
