package org.sweetspot.measure.landscape;

import org.sweetspot.measure.Verdict;

/** What slices and edges of the loss can show. */
public enum LandscapeFinding implements Verdict {
  /** The longest step along the gradient that lowers the loss. */
  LARGEST_STEP,
  /** Noise that costs a tenth of the accuracy, on every weight. */
  NOISE_ON_WEIGHTS,
  /** The same, of each weight's movement. */
  NOISE_ON_MOVEMENT,
  /** The loss rises nearby: at which distance, by how much. */
  RISES,
  /** It does not along the gradient. */
  DOES_NOT_RISE,
  /** Of a line: the loss here, at both ends. */
  LINE_ENDS,
  /** It is lower elsewhere: the loss, where. */
  LINE_LOWER,
  /** It is lowest here, and convex. */
  LINE_BOWL,
  /** It is lowest here, and not convex. */
  LINE_NO_BOWL,
  /** Of two random directions, none is lower: places, the loss here. */
  RANDOM_PLANE_LOWEST,
  /** Some are: the loss, where in both directions, the loss here. */
  RANDOM_PLANE_LOWER,
  /** Of the trajectory's plane, none is lower: places, the loss here. */
  WAY_LOWEST,
  /** Some are: the loss, where in both directions, the loss here. */
  WAY_LOWER,
  /** The loss fell under all states. */
  FELL_ALL_THE_WAY,
  /** It rose: in how many stretches, of how many, the highest loss. */
  ROSE_IN_PLACES
}
