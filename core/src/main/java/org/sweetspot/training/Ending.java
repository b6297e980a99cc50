package org.sweetspot.training;

/** How a training ended. */
public enum Ending {
  /** The budget was used up. */
  COMPLETED,
  /** Loss, gradient or weights ceased to be finite; the weights are those of the last good step. */
  DIVERGED,
  /** Stopped from outside; it can go on. */
  INTERRUPTED
}
