package org.sweetspot.measure.kernel;

import org.sweetspot.measure.Verdict;

/** What measures of the tangent kernel can find. */
public enum KernelFinding implements Verdict {
  /** More of the labels than none: centred cosine, error. */
  ALIGNED,
  /** Within two errors of zero. */
  NOT_ALIGNED,
  /** The kernel kept its direction. */
  LAZY,
  /** The kernel turned. */
  RICH,
  /** Neither regime. */
  BETWEEN,
  /** Within two errors of a limit between the regimes. */
  REGIME_NOT_SHOWN,
  /** Percent in the first, how many shown, percent in them, effective rank, error. */
  SPECTRUM
}
