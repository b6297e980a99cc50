package org.sweetspot.measure.topology;

import org.sweetspot.trajectory.Trajectory;

/**
 * A trajectory without its first state, where that stands apart: where the second one comes later
 * than ten times the whole remaining span's mean spacing. So it is in a run that keeps its first
 * state and its last ones; one long edge would hide what the last ones do.
 */
record LaterStates(Trajectory whole) implements Trajectory {
  private static final double APART = 10;

  /** The trajectory, or it without its first state. */
  static Trajectory of(Trajectory whole) {
    return startsApart(whole) ? new LaterStates(whole) : whole;
  }

  /** Whether the first state stands apart. */
  static boolean startsApart(Trajectory whole) {
    int k = whole.size();
    if (k < 4) {
      return false;
    }
    double spacing = (whole.position(k - 1) - whole.position(1)) / (k - 2);
    return whole.position(1) - whole.position(0) > APART * spacing;
  }

  @Override
  public String origin() {
    return whole.origin();
  }

  @Override
  public int size() {
    return whole.size() - 1;
  }

  @Override
  public long dimension() {
    return whole.dimension();
  }

  @Override
  public double position(int index) {
    return whole.position(index + 1);
  }

  @Override
  public void read(int index, long from, double[] target, int count) {
    whole.read(index + 1, from, target, count);
  }
}
