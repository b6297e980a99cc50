package org.sweetspot.measure.frequency;

import org.sweetspot.measure.Verdict;

/** What responses to coarse and fine detail can show. */
public enum FrequencyFinding implements Verdict {
  /** Fine over coarse, distinguishable from 1. */
  RATIO,
  /** Fine over coarse is not distinguishable from 1. */
  ALIKE,
  /** As without what was learned: the ratio without it. */
  NOT_BY_TRAINING,
  /** Below that: the ratio without what was learned. */
  TURNED_COARSE,
  /** Above that: the ratio without what was learned. */
  TURNED_FINE,
  /** No change from first to last state: both ratios. */
  NO_TURN,
  /** The ratio fell: from, to. */
  BECAME_COARSE,
  /** The ratio rose: from, to. */
  BECAME_FINE,
  /** Not both responses grew. */
  NO_GROWTH,
  /** Both had half their growth at one state. */
  SAME_STATE,
  /** Coarse detail first: position, position of the other. */
  COARSE_FIRST,
  /** Fine detail first: position, position of the other. */
  FINE_FIRST
}
