package org.sweetspot.problem;

/** The parts of a data set. */
public enum Split {
  /** What the weights are fitted to. */
  TRAIN,
  /** What decisions about the training are made on, such as whether to keep a correction. */
  VALIDATION,
  /** What is looked at once, for the report. */
  TEST
}
