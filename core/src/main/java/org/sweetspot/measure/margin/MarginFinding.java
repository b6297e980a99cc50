package org.sweetspot.measure.margin;

import org.sweetspot.measure.Verdict;

/** What the distribution of margins can show. */
public enum MarginFinding implements Verdict {
  /** The margin of the hardest twentieth is within two errors of zero. */
  HARDEST_UNDECIDED,
  /** It is positive. */
  HARDEST_RIGHT,
  /** It is negative. */
  HARDEST_WRONG,
  /** The median margin, its error. */
  MEDIAN
}
