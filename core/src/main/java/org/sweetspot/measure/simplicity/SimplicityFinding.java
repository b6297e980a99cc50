package org.sweetspot.measure.simplicity;

import org.sweetspot.measure.Verdict;

/** What measures of simplicity can find. */
public enum SimplicityFinding implements Verdict {
  /** First and last fifth are not distinguishable: what they are ordered by. */
  NO_DEPENDENCE,
  /** More errors where a linear model fails: points, percent last, percent first. */
  HARDEST_WORSE,
  /** Fewer errors there: points, percent last, percent first. */
  HARDEST_BETTER,
  /** More errors on fine detail: points, percent last, percent first. */
  FINEST_WORSE,
  /** Fewer errors there: points, percent last, percent first. */
  FINEST_BETTER,
  /** No fifth's error fell. */
  NEITHER_LEARNED,
  /** One fifth's error fell: its name, the other's. */
  ONE_LEARNED,
  /** The lower fifth first: position, name, position of the other, its name, name. */
  LOW_FIRST,
  /** The upper fifth first: position, name, position of the other, its name, its name. */
  HIGH_FIRST,
  /** At one state: position, name, position of the other, its name. */
  NO_ORDER,
  /** Percent of what it gets right that a linear model gets right. */
  LINEAR_SHARE,
  /** More accurate than a linear model: points. */
  MORE_THAN_LINEAR,
  /** Less accurate than a linear model. */
  LINEAR_BETTER,
  /** Not distinguishable from a linear model. */
  MORE_NOT_SHOWN
}
