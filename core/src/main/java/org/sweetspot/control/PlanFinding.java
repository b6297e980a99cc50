package org.sweetspot.control;

import org.sweetspot.measure.Verdict;

/** What follows from the readings along the baseline before anything is tried. */
public enum PlanFinding implements Verdict {
  /** As many updates as before, or more. */
  NOT_FEWER_STEPS,
  /** Fewer updates: the changed recipe's, the baseline's. */
  UNDER_TRAINED,
  /** Work of the fewer updates at a higher rate: the gain, old updates, percent of them. */
  WORK_AT_GAIN,
  /** What was not tried, each with its reason. */
  NOT_TRIED,
  /** The noise scale needs a higher rate than is stable: times needed, times stable. */
  NOISE_AGAINST_STABILITY,
  /** As many updates as before cost too much: times needed, times allowed. */
  STEPS_AGAINST_COST,
  /** SGD's noise scale needs a rate that adds noise alone: old updates that an update is worth. */
  SGD_NOISE_AGAINST_PROGRESS,
  /** The same of an adaptive rule. */
  ADAPTIVE_NOISE_AGAINST_PROGRESS
}
