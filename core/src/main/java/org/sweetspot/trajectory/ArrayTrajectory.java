package org.sweetspot.trajectory;

import java.util.stream.IntStream;

/** A trajectory in memory. The arrays are not copied; treat them as read-only. */
public final class ArrayTrajectory implements Trajectory {
  private final String origin;
  private final double[][] states;
  private final double[] positions;

  /** States at the positions 0, 1, 2, ... */
  public ArrayTrajectory(String origin, double[][] states) {
    this(origin, states, IntStream.range(0, states.length).asDoubleStream().toArray());
  }

  /**
   * States at given positions.
   *
   * @param states k rows of equal length
   * @param positions k numbers, ascending
   */
  public ArrayTrajectory(String origin, double[][] states, double[] positions) {
    if (states.length == 0 || positions.length != states.length) {
      throw new IllegalArgumentException(
          "trajectory: expected at least one state and as many positions, got "
              + states.length
              + " states, "
              + positions.length
              + " positions");
    }
    for (double[] state : states) {
      if (state.length != states[0].length) {
        throw new IllegalArgumentException(
            "trajectory: expected states of "
                + states[0].length
                + " entries each, got one of "
                + state.length);
      }
    }
    this.origin = origin;
    this.states = states;
    this.positions = positions;
  }

  @Override
  public String origin() {
    return origin;
  }

  @Override
  public String kind() {
    return "a trajectory of "
        + size()
        + " states of "
        + dimension()
        + " numbers, the rows of an array";
  }

  @Override
  public int size() {
    return states.length;
  }

  @Override
  public long dimension() {
    return states[0].length;
  }

  @Override
  public double position(int index) {
    return positions[index];
  }

  @Override
  public void read(int index, long from, double[] target, int count) {
    System.arraycopy(states[index], Math.toIntExact(from), target, 0, count);
  }
}
