package org.sweetspot.measure.stability;

import org.sweetspot.measure.Verdict;

/** What measures of stability can find. */
public enum StabilityFinding implements Verdict {
  /** Batch sharpness over the edge, within two errors of it. */
  BATCHES_AT_EDGE,
  /** Below it: batch sharpness over the edge. */
  BATCHES_BELOW_EDGE,
  /** Beyond it: batch sharpness over the edge. */
  BATCHES_BEYOND_EDGE,
  /** How old gradients may be, as a fact; workers that need not wait. */
  DELAY,
  /** The same for one worker. */
  NO_DELAY,
  /** What the residual leaves open: from, to. */
  DELAY_BETWEEN,
  /** No delay is allowed. */
  ONLY_FRESH,
  /** The largest delay. */
  DELAY_UP_TO,
  /** The function cannot be stayed at: the learning rate, the largest that could. */
  TOO_CURVED,
  /** It may be: the learning rate above which it cannot. */
  NOT_TOO_CURVED,
  /** The learning rate above which SGD leaves. */
  LARGEST_RATE,
  /** The sufficient condition fails. */
  CONDITION_FAILS,
  /** It holds. */
  CONDITION_HOLDS,
  /** It cannot be told. */
  CONDITION_UNDECIDED,
  /** The residual spans 1. */
  SIDE_UNDECIDED,
  /** Well below the threshold. */
  FAR_BELOW_EDGE,
  /** Below the threshold. */
  BELOW_EDGE,
  /** At the threshold. */
  AT_EDGE,
  /** Beyond the threshold. */
  BEYOND_EDGE
}
