package org.sweetspot.control;

import org.jspecify.annotations.Nullable;
import org.sweetspot.control.change.Matching;
import org.sweetspot.statistics.Interval;

/**
 * The gap where the change was trained until it took as much of a quantity as the baseline; the two
 * parts add up to the gap.
 *
 * @param matching what was held equal
 * @param times examples that it takes, as a multiple of the baseline's
 * @param accounts matched minus changed: what the quantity accounts for; null where training it
 *     would take more than the experiment may
 * @param atEqual baseline minus matched: what stays at an equal amount; null likewise
 */
public record MatchedGap(
    Matching matching, double times, @Nullable Interval accounts, @Nullable Interval atEqual) {
  /** Whether the matched training was made. */
  public boolean isTrained() {
    return accounts != null && atEqual != null;
  }
}
