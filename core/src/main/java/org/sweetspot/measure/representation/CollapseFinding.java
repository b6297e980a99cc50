package org.sweetspot.measure.representation;

import org.sweetspot.measure.Verdict;

/** What signs of neural collapse can show. */
public enum CollapseFinding implements Verdict {
  /** Scatter within classes exceeds that between them. */
  CLASSES_OVERLAP,
  /** Classes are tight. */
  COLLAPSED,
  /** Neither. */
  BETWEEN,
  /** Within two errors of a simplex: percent of lengths, error, cosines, error. */
  SIMPLEX,
  /** Not one: percent of lengths, error, cosines, error. */
  NO_SIMPLEX,
  /** Weights point to class means. */
  WEIGHTS_AT_MEANS,
  /** They do not. */
  WEIGHTS_NOT_AT_MEANS,
  /** Too uncertain. */
  WEIGHTS_UNDECIDED,
  /** The last layer is the rule of the nearest mean: percent of rows that differ, error. */
  NEAREST_MEAN,
  /** It is not: percent of rows that differ, error. */
  MORE_THAN_NEAREST_MEAN
}
