package org.sweetspot.measure.calibration;

import org.sweetspot.measure.Verdict;

/** What measures of calibration can find. */
public enum CalibrationFinding implements Verdict {
  /** All rows have one class. */
  ONE_CLASS,
  /** The outputs tell of the labels: percent of their uncertainty, its error. */
  LABELS_SETTLED,
  /** That the outputs tell of the labels is not shown. */
  NOTHING_SETTLED,
  /** Wrong confidences cost: how much, its error. */
  CONFIDENCE_COSTS,
  /** No cost of wrong confidences is shown. */
  CONFIDENCE_COST_NOT_SHOWN,
  /** Far beyond chance: points, error, points by chance. */
  MISCALIBRATED_MUCH,
  /** Beyond chance, but small: points, error, points by chance. */
  MISCALIBRATED_LITTLE,
  /** No more than by chance: points, points by chance, error. */
  AS_BY_CHANCE,
  /** Within two errors of zero, without a control. */
  NEAR_ZERO,
  /** Large, without a control: points. */
  FAR_APART,
  /** Not large, without a control: points. */
  APART_AS_USUAL,
  /** The likelihood as a probability of the true class. */
  TRUE_CLASS_PROBABILITY,
  /** Not distinguishable from the prior baseline: its score. */
  GUESSING_NOT_BEATEN,
  /** Better than the prior baseline: its score, percent of it gained, error. */
  GUESSING_BEATEN,
  /** Worse than the prior baseline: its score. */
  WORSE_THAN_GUESSING,
  /** Neither over- nor under-confidence is shown. */
  BALANCED,
  /** It claims too much: points. */
  OVER_CONFIDENT,
  /** It claims too little: points. */
  CAUTIOUS,
  /** No bin beyond three errors: bins. */
  NO_BIN_OFF,
  /** Some bins beyond three errors: bins, over-confident ones, cautious ones. */
  BINS_OFF,
  /** The fitted temperature is the largest allowed. */
  FIT_AT_UPPER_BOUND,
  /** The fitted temperature is the smallest allowed. */
  FIT_AT_LOWER_BOUND,
  /** The temperature is not distinguishable from 1. */
  TEMPERATURE_ONE,
  /** The temperature is above 1. */
  TEMPERATURE_ABOVE,
  /** The temperature is below 1. */
  TEMPERATURE_BELOW
}
