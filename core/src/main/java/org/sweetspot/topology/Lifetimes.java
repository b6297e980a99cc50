package org.sweetspot.topology;

import java.util.Arrays;

/**
 * Lifetimes of the connected components of a cloud of k points (persistent homology of dimension 0
 * of the Vietoris-Rips filtration): every point is born at radius 0, and components die as they
 * merge. The k - 1 finite lifetimes are the lengths of the edges of the minimum spanning tree.
 *
 * <p>A component dies at the full length of the edge, as in GUDHI and ripser; programs that count
 * radii of balls give half of it. Prim's algorithm (1957) on the complete graph: no edges are kept
 * or sorted, O(k^2) time, 3 k numbers beside the distances. Exact: each lifetime is one of the
 * distances.
 *
 * <p>Source: Schweinhart 2020; Birdal et al., NeurIPS 2021, section 3.
 */
public final class Lifetimes {
  private final double[] ascending;

  private Lifetimes(double[] ascending) {
    this.ascending = ascending;
  }

  /** The lifetimes of a cloud; a single point has none. */
  public static Lifetimes of(Distances cloud) {
    int k = cloud.size();
    double[] lifetimes = new double[k - 1];
    double[] row = new double[k];
    // The points that are not in the tree yet, and how far each of them is from it.
    int[] outside = new int[k - 1];
    double[] nearest = new double[k - 1];
    Arrays.setAll(outside, i -> i + 1);
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    int joined = 0;
    for (int left = k - 1; left > 0; left--) {
      cloud.row(joined, row);
      int best = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int a = 0; a < left; a++) {
        double distance = Math.min(nearest[a], row[outside[a]]);
        nearest[a] = distance;
        if (distance < least) {
          least = distance;
          best = a;
        }
      }
      lifetimes[k - 1 - left] = least;
      joined = outside[best];
      outside[best] = outside[left - 1];
      nearest[best] = nearest[left - 1];
    }
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
