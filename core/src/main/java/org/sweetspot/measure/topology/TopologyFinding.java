package org.sweetspot.measure.topology;

import org.sweetspot.measure.Verdict;

/** What the shape of the cloud of states can show. */
public enum TopologyFinding implements Verdict {
  /** All states are one. */
  NEVER_MOVED,
  /** The spanning tree is short: its length over the way. */
  TREE_RETURNS,
  /** It is as long as that of a random walk: its length over the way. */
  TREE_IS_WAY,
  /** One component lives long: its lifetime over the median. */
  JUMP,
  /** Half of the states or more repeat others: the median lifetime is zero. */
  REPEATED,
  /** No component lives much longer than the median. */
  ONE_PLACE,
  /** Short lifetimes: median over median step. */
  LIFETIMES_RETURN,
  /** Lifetimes as in a random walk. */
  LIFETIMES_AS_STEPS,
  /** Every direction contracts. */
  SETTLES,
  /** Some are not outweighed: dimension, parameters, error. */
  KEEPS_MOVING,
  /** Not as a random walk: distance, dimension, error, the walk's. */
  DIMENSION_OWN,
  /** As a random walk: distance, dimension, error, the walk's. */
  DIMENSION_AS_WALK,
  /** A random walk has none: distance, dimension, error. */
  DIMENSION_ALONE,
  /** All states differ: states, magnitude. */
  STATES_APART,
  /** All states count as one: states, magnitude. */
  STATES_ONE,
  /** Not as a random walk: states, magnitude. */
  MAGNITUDE_OWN,
  /** As a random walk: states, magnitude. */
  MAGNITUDE_AS_WALK
}
