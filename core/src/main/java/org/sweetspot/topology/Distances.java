package org.sweetspot.topology;

/**
 * Distances between k points: symmetric, zero between a point and itself, not negative. A
 * pseudometric may be zero between different points too.
 */
public interface Distances {
  /** Number of points k, at least one. */
  int size();

  /** The distance between two points, 0 to k - 1. */
  double get(int i, int j);

  /**
   * The distances from one point to all points.
   *
   * @param target takes k numbers
   */
  default void row(int i, double[] target) {
    for (int j = 0; j < size(); j++) {
      target[j] = get(i, j);
    }
  }

  /**
   * The distances from one point to those before it, 0 to i - 1.
   *
   * @param target takes i numbers at its beginning
   */
  default void before(int i, double[] target) {
    for (int j = 0; j < i; j++) {
      target[j] = get(i, j);
    }
  }

  /**
   * The distances among some of the points; a view, or a copy where that is faster.
   *
   * @param indices of the points, each once
   */
  default Distances subset(int[] indices) {
    return new SubsetDistances(this, indices);
  }
}
