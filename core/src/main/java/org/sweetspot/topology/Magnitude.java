package org.sweetspot.topology;

import java.util.Arrays;
import java.util.Optional;

/**
 * The magnitude of a cloud at a scale: its effective number of points.
 *
 * <p>Z_ij = exp(-s d(i, j)), Z x = 1; magnitude = sum_i x_i, positive magnitude = sum_i max(x_i,
 * 0). Points at distance zero count once. Where the distances are Euclidean Z is positive definite
 * and both are between 1 and k; the weights x may still be negative, and on graphs the magnitude
 * may be too, or not exist.
 *
 * <p>Error: {@code residual}, the largest entry of |Z x - 1| after one step of refinement. Cost:
 * k^3 / 3 multiplications by Cholesky's method, or 2 k^3 / 3 by Gauss's with pivots where Z is not
 * positive definite; memory for k^2 doubles (three times as many in the second case).
 *
 * <p>Source: Leinster 2013; Andreeva et al., NeurIPS 2024, section 3.2.
 *
 * @param scale s, above 0
 * @param points how many different ones there are
 * @param magnitude sum of the weights
 * @param positive sum of the positive ones
 * @param residual of the system
 */
public record Magnitude(
    double scale, int points, double magnitude, double positive, double residual) {
  /** A residual above this leaves fewer than six digits. */
  private static final double LARGEST_RESIDUAL = 1e-6;

  /**
   * The magnitude, or nothing where Z is singular to rounding.
   *
   * @param scale above 0
   */
  public static Optional<Magnitude> of(Distances cloud, double scale) {
    if (!(scale > 0) || scale == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "magnitude: expected a finite scale above 0, got " + scale);
    }
    Distances distinct = distinct(cloud);
    int k = distinct.size();
    double[][] similarities = new double[k][k];
    for (int i = 0; i < k; i++) {
      double[] row = similarities[i];
      distinct.row(i, row);
      for (int j = 0; j < k; j++) {
        row[j] = Math.exp(-scale * row[j]);
      }
    }
    double[] ones = new double[k];
    Arrays.fill(ones, 1);
    return SymmetricSystem.solve(similarities, ones)
        .filter(solution -> solution.residual() <= LARGEST_RESIDUAL)
        .map(solution -> of(scale, solution));
  }

  private static Magnitude of(double scale, SymmetricSystem.Solution solution) {
    double sum = 0;
    double positive = 0;
    for (double weight : solution.x()) {
      sum += weight;
      positive += Math.max(0, weight);
    }
    return new Magnitude(scale, solution.x().length, sum, positive, solution.residual());
  }

  private static Distances distinct(Distances cloud) {
    int k = cloud.size();
    int[] kept = new int[k];
    int count = 0;
    double[] row = new double[k];
    for (int i = 0; i < k; i++) {
      cloud.row(i, row);
      boolean known = false;
      for (int a = 0; a < count && !known; a++) {
        known = row[kept[a]] == 0;
      }
      if (!known) {
        kept[count++] = i;
      }
    }
    return count == k ? cloud : cloud.subset(Arrays.copyOf(kept, count));
  }
}
