package org.sweetspot.control;

import org.sweetspot.statistics.Interval;

/**
 * One correction that was tried.
 *
 * @param id of the correction in the catalogue
 * @param name short, in the field's terms, for instance "learning rate 0.4 (square root)"
 * @param reason why the plan proposed it, with the measured numbers
 * @param outcome what the gate made of it
 * @param effect paired difference in validation accuracy, in points, with against without it; its
 *     interval is that of this correction alone
 * @param pValue of no effect, adjusted by Holm for the corrections of its kind; NaN where it could
 *     not be judged
 * @param overall the same p-value adjusted by Holm for every correction that the experiment tried
 * @param cost examples that the training takes with it, as a multiple of the baseline's
 * @param seconds what trying it took
 */
public record TriedCorrection(
    String id,
    String name,
    String reason,
    Outcome outcome,
    Interval effect,
    double pValue,
    double overall,
    double cost,
    double seconds) {
  /** The same with another p-value over everything that was tried. */
  TriedCorrection withOverall(double value) {
    return new TriedCorrection(id, name, reason, outcome, effect, pValue, value, cost, seconds);
  }

  /** Whether the plan has it. */
  public boolean kept() {
    return outcome == Outcome.KEPT;
  }
}
