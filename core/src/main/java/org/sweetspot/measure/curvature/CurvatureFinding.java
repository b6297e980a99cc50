package org.sweetspot.measure.curvature;

import org.sweetspot.measure.Verdict;

/** What measures of curvature can find. */
public enum CurvatureFinding implements Verdict {
  /** The largest eigenvalue is within its residual of zero: it, the residual, the quantity. */
  TOP_UNDECIDED,
  /** It is zero: the quantity. */
  TOP_ZERO,
  /** It is negative: the eigenvalue, the quantity. */
  TOP_NEGATIVE,
  /**
   * It is positive: the quantity, which weights move, the eigenvalue, the largest stable learning
   * rate, its error.
   */
  TOP,
  /** The curved quantity of the Hessian. */
  THE_LOSS,
  /** That of the Gauss-Newton matrix. */
  LINEARIZED_LOSS,
  /** That of the empirical Fisher matrix. */
  SQUARED_PULL,
  /** All weights move. */
  ALL_WEIGHTS,
  /** The chosen parameters move. */
  CHOSEN_ALONE,
  /** No eigenvalue stands out: how many there are. */
  NONE_LEADS,
  /** One stands out: how many there are, the distance to the next as a fact. */
  ONE_LEADS,
  /** Some stand out: how many, of how many, the distance to the next as a fact. */
  SOME_LEAD,
  /** The next is zero or negative. */
  NEXT_NOT_POSITIVE,
  /** The next is smaller: at least how many times. */
  NEXT_SMALLER,
  /** The top eigenvalue did not change beyond residuals. */
  CHANGE_NOT_SHOWN,
  /** It rose: from, to. */
  TOP_ROSE,
  /** It fell: from, to. */
  TOP_FELL,
  /** No example pulls. */
  FISHER_ZERO,
  /** Length of the gradients along their main direction. */
  FISHER_MAIN,
  /** All gradients are zero. */
  NOTHING_TO_LEARN,
  /** Root mean square of the gradients' lengths, their mean square. */
  GRADIENT_LENGTH,
  /** More weights than outputs. */
  DIRECTIONS_WITHOUT_OUTPUT,
  /** The smallest eigenvalue is beyond its residual. */
  EVERY_DIRECTION_REACTS,
  /** It is zero within its residual: eigenvalue, residual. */
  STILL_DIRECTION,
  /** The trace is within two errors of zero: trace, error. */
  TRACE_UNDECIDED,
  /** Shifted weights raise the loss: shift, rise. */
  SHIFT_RAISES,
  /** The same with an error: shift, rise, error. */
  SHIFT_RAISES_ABOUT,
  /** They lower it: shift, fall. */
  SHIFT_LOWERS,
  /** The same with an error: shift, fall, error. */
  SHIFT_LOWERS_ABOUT,
  /** The Gauss-Newton trace is the Hessian's. */
  HESSIAN_TOO,
  /** It is not. */
  OUTPUTS_ONLY,
  /** What follows is of the chosen parameters: a fact. */
  OF_CHOSEN,
  /** A group is as curved per weight as the network. */
  DENSITY_AVERAGE,
  /** More: times the average. */
  DENSITY_HIGH,
  /** Less: times the average. */
  DENSITY_LOW,
  /** A negative eigenvalue: it, how many are, of how many. */
  WAY_DOWN,
  /** All are negative: the smallest, how many. */
  ALL_DOWN,
  /** The smallest is positive. */
  UPWARDS_EVERYWHERE,
  /** The smallest is within its residual of zero: it, the residual. */
  BOTTOM_UNDECIDED,
  /** Percent flat, error, the blur, percent upwards. */
  FLAT_SHARE,
  /** Percent downwards, error. */
  DOWN_SHARE,
  /** None is shown. */
  NO_DOWN_SHARE,
  /** The mean curvature is not distinguishable from zero: it, the root mean square. */
  MEAN_UNDECIDED,
  /** It is positive: it, the root mean square. */
  MEAN_UP,
  /** It is negative: it, the root mean square. */
  MEAN_DOWN,
  /** Over how many directions is not known. */
  SPREAD_UNKNOWN,
  /** Over how many percent of the directions, error. */
  SPREAD,
  /** tr(H^2) exceeds tr(H)^2. */
  SQUARE_EXCEEDS,
  /** The error is too large. */
  SQUARE_UNCERTAIN,
  /** As if in so many directions: how many, of how many, error. */
  EQUAL_DIRECTIONS,
  /** The sharpest layer has rivals: layer, eigenvalue, residual. */
  SHARPEST_UNDECIDED,
  /** It limits the step: layer, eigenvalue, residual, the learning rate. */
  SHARPEST_LIMITS,
  /** It is not distinguishable from zero: layer, eigenvalue, residual. */
  SHARPEST_NOT_SHOWN,
  /** The largest of another matrix has rivals: layer, eigenvalue, residual. */
  LARGEST_UNDECIDED,
  /** It has none: layer, eigenvalue, residual. */
  LARGEST,
  /** It is not distinguishable from zero: layer, eigenvalue, residual. */
  LARGEST_NOT_SHOWN,
  /** The largest trace has rivals: layer, trace, error. */
  LAYER_UNDECIDED,
  /** It has none: layer, trace, error. */
  LAYER_HOLDS_MOST,
  /** The same where shares mean something: layer, trace, error, percent. */
  LAYER_HOLDS_SHARE
}
