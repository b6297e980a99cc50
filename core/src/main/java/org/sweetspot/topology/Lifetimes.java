package org.sweetspot.topology;

import java.util.Arrays;

/**
 * Lifetimes of the connected components of a cloud of k points (persistent homology of dimension 0
 * of the Vietoris-Rips filtration): every point is born at radius 0, and components die as they
 * merge. The k - 1 finite lifetimes are the lengths of the edges of the minimum spanning tree.
 *
 * <p>A component dies at the full length of the edge, as in GUDHI and ripser; programs that count
 * radii of balls give half of it. Sibson's SLINK: points come one after the other, each with its
 * distances to those before it, which lie together in memory; no edges are kept or sorted, O(k^2)
 * time, 3 k numbers beside the distances. Exact: each lifetime is one of the distances.
 *
 * <p>Source: Schweinhart 2020; Birdal et al., NeurIPS 2021, section 3; Sibson 1973, The Computer
 * Journal 16.
 */
public final class Lifetimes {
  private final double[] ascending;

  private Lifetimes(double[] ascending) {
    this.ascending = ascending;
  }

  /** The lifetimes of a cloud; a single point has none. */
  public static Lifetimes of(Distances cloud) {
    int k = cloud.size();
    double[] row = new double[k];
    // Of each point: the distance from which on it is not the last one of its cluster any more, and
    // the last point of the cluster that it then belongs to.
    double[] height = new double[k];
    int[] joins = new int[k];
    for (int i = 0; i < k; i++) {
      cloud.before(i, row);
      height[i] = Double.POSITIVE_INFINITY;
      joins[i] = i;
      for (int j = 0; j < i; j++) {
        double own = height[j];
        double here = row[j];
        int other = joins[j];
        // Without branches, which would be guessed wrong: what is longer is handed on.
        double longer = own < here ? here : own;
        row[other] = longer < row[other] ? longer : row[other];
        height[j] = own < here ? own : here;
        joins[j] = own < here ? other : i;
      }
      for (int j = 0; j < i; j++) {
        joins[j] = height[j] < height[joins[j]] ? joins[j] : i;
      }
    }
    double[] lifetimes = Arrays.copyOf(height, k - 1);
    Arrays.sort(lifetimes);
    return new Lifetimes(lifetimes);
  }

  /** The k - 1 finite lifetimes, ascending; a copy. */
  public double[] ascending() {
    return ascending.clone();
  }

  /** How many there are: k - 1. */
  public int count() {
    return ascending.length;
  }

  /** The longest; 0 for a single point. */
  public double longest() {
    return ascending.length == 0 ? 0 : ascending[ascending.length - 1];
  }

  /**
   * E_alpha = sum of the lifetimes' powers; for alpha = 1 the length of the minimum spanning tree.
   * Error: k units of rounding at most. Powers are summed in ascending order.
   *
   * @param alpha above 0
   */
  public double sum(double alpha) {
    if (!(alpha > 0)) {
      throw new IllegalArgumentException(
          "sum of lifetimes: expected an exponent above 0, got " + alpha);
    }
    double sum = 0;
    for (double lifetime : ascending) {
      sum += alpha == 1 ? lifetime : Math.pow(lifetime, alpha);
    }
    return sum;
  }
}
