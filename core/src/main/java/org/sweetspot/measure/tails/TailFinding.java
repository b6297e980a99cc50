package org.sweetspot.measure.tails;

import org.sweetspot.measure.Verdict;

/** What indices of heavy tails can show. */
public enum TailFinding implements Verdict {
  /** Gradients are as Gaussian noise would be. */
  GRADIENTS_GAUSSIAN,
  /** Gradients are not: the index. */
  GRADIENTS_HEAVY,
  /** Steps are as Gaussian noise would be. */
  STEPS_GAUSSIAN,
  /** An index below 2: the index. */
  STEPS_JUMP,
  /** An index of 2 or more: the index. */
  STEPS_REGULAR
}
