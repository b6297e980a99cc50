package org.sweetspot.trajectory;

import org.sweetspot.problem.Problem;

/** The weights of one training at successive moments. Reading fails with UncheckedIOException. */
public interface Trajectory {
  /** Where it comes from, for reports. */
  String origin();

  /** What its files were taken for, in words, with the order of the states; empty for a run's. */
  default String kind() {
    return "";
  }

  /** Number of states k, at least one. */
  int size();

  /** Number of entries p of a state. */
  long dimension();

  /** When a state was: updates done where that is known, else its index; ascending. */
  double position(int index);

  /**
   * Reads some entries of one state.
   *
   * @param index of the state, 0 to k - 1
   * @param from first entry
   * @param target takes them from its beginning on
   * @param count how many
   */
  void read(int index, long from, double[] target, int count);

  /** All entries of one state, in a new array. */
  default double[] state(int index) {
    double[] entries = new double[Math.toIntExact(dimension())];
    read(index, 0, entries, entries.length);
    return entries;
  }

  /**
   * Puts one state into a problem: its weights, and its buffers where the trajectory holds them.
   */
  default void moveTo(int index, Problem problem) {
    problem.parameters().set(state(index));
  }
}
