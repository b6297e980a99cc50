package org.sweetspot.measure.dynamics;

import org.sweetspot.measure.Verdict;

/** What the trajectory of a training can show. */
public enum TrajectoryFinding implements Verdict {
  /** Fewer than a random walk: percent in two directions, directions, the walk's. */
  FEWER_DIRECTIONS,
  /** More than a random walk: percent in two directions, directions, the walk's. */
  MORE_DIRECTIONS,
  /** As a random walk: percent in two directions, directions, the walk's. */
  DIRECTIONS_AS_WALK,
  /** All states are one. */
  NEVER_MOVED,
  /**
   * Distance from the start, step of half the way, steps, step of half the way if all are equal.
   */
  ENDED,
  /** They had been farther: how far. */
  CAME_BACK,
  /** They had not. */
  NEVER_FARTHER,
  /** A random walk would be as straight. */
  TOO_FEW_STEPS,
  /** Straighter than a random walk: percent of progress, the walk's. */
  STRAIGHT,
  /** Less straight: percent of progress, the walk's. */
  BACK_AND_FORTH,
  /** Not clearly different: percent of progress, the walk's. */
  NO_DIRECTION,
  /** Changes of the loss and of the gradient's length, as facts. */
  LOSS_AND_SLOPE,
  /** The same where the last gradient is not distinguishable from zero. */
  LOSS_AND_NO_SLOPE,
  /** A number that did not change: its last. */
  UNCHANGED,
  /** A number that rose: from, to. */
  ROSE,
  /** A number that fell: from, to. */
  FELL,
  /** The projection is that of a random walk: two correlations. */
  CURVE_AS_WALK,
  /** It is not: two correlations. */
  CURVE_OWN,
  /** Fewer turns than have a spread: mean cosine, turns. */
  TOO_FEW_TURNS,
  /** As independent steps: mean cosine, turns, error. */
  TURNS_INDEPENDENT,
  /** Positive: mean cosine, turns, error. */
  KEPT_DIRECTION,
  /** Negative: mean cosine, turns, error. */
  VALLEY_WALLS
}
