package org.sweetspot.topology;

import java.util.Arrays;
import org.sweetspot.statistics.Jackknife;

/**
 * The correlation dimension of a cloud: how the share of pairs within a distance r grows with r.
 *
 * <p>Where that share is in proportion to r^d below a cutoff R, the distances of the pairs below R
 * have E ln(R / r) = 1 / d; the estimate is 1 / mean of ln(R / r) over those pairs. R is the
 * distance that the given share of all pairs are below. Error: jackknife over {@value #GROUPS}
 * groups of points (every twentieth), with the same cutoff, since pairs are not independent. Pairs
 * at distance zero are left out. Cost: O(k^2 log k), a copy of the distances.
 *
 * <p>A cross-check of {@link PersistentDimension}, biased downwards where the cloud is small for
 * its dimension: k points cannot show more than 2 log10 k dimensions.
 *
 * <p>Source: Grassberger and Procaccia 1983; Takens 1985; the limit: Eckmann and Ruelle 1992.
 *
 * @param share of pairs that counts as near, above 0, at most 1
 */
public record CorrelationDimension(double share) {
  /** The nearest 2% of the pairs. */
  public static final CorrelationDimension USUAL = new CorrelationDimension(0.02);

  static final int GROUPS = 20;
  private static final int FEWEST_PAIRS = 20;

  /** Checks the number. */
  public CorrelationDimension {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "correlation dimension: expected a share of pairs above 0, at most 1, got " + share);
    }
  }

  /** The dimension of a cloud. */
  public DimensionFit of(Distances cloud) {
    int k = cloud.size();
    long near = (long) (share * k * (k - 1L) / 2);
    if (near < FEWEST_PAIRS || k < 2 * GROUPS) {
      return DimensionFit.none(DimensionFit.Outcome.TOO_FEW_POINTS, Double.NaN, Double.NaN);
    }
    double cutoff = cutoff(cloud, share);
    long[] counts = new long[GROUPS + 1];
    double[] sums = new double[GROUPS + 1];
    add(cloud, cutoff, counts, sums);
    double whole = counts[GROUPS] / sums[GROUPS];
    if (!(cutoff > 0) || !Double.isFinite(whole)) {
      return DimensionFit.none(DimensionFit.Outcome.POINTS_COINCIDE, Double.NaN, Double.NaN);
    }
    double error = jackknife(counts, sums);
    if (whole > 2 * Math.log10(k)) {
      return DimensionFit.none(DimensionFit.Outcome.NO_UPPER_BOUND, whole, error);
    }
    return DimensionFit.of(whole, error, whole, error);
  }

  /** The distance that a share of all pairs is below. */
  private static double cutoff(Distances cloud, double share) {
    int k = cloud.size();
    double[] pairs = new double[Math.toIntExact(k * (k - 1L) / 2)];
    double[] row = new double[k];
    for (int i = 1, at = 0; i < k; at += i, i++) {
      cloud.row(i, row);
      System.arraycopy(row, 0, pairs, at, i);
    }
    Arrays.sort(pairs);
    return pairs[Math.min(pairs.length - 1, (int) (share * pairs.length))];
  }

  /** Pairs below the cutoff and their ln(R / r): those that touch a group, and at the end all. */
  private static void add(Distances cloud, double cutoff, long[] counts, double[] sums) {
    int k = cloud.size();
    double[] row = new double[k];
    for (int i = 0; i < k; i++) {
      cloud.row(i, row);
      for (int j = 0; j < i; j++) {
        if (row[j] < cutoff && row[j] > 0) {
          double term = Math.log(cutoff / row[j]);
          count(i % GROUPS, term, counts, sums);
          if (j % GROUPS != i % GROUPS) {
            count(j % GROUPS, term, counts, sums);
          }
          count(GROUPS, term, counts, sums);
        }
      }
    }
  }

  private static void count(int group, double term, long[] counts, double[] sums) {
    counts[group]++;
    sums[group] += term;
  }

  private static double jackknife(long[] counts, double[] sums) {
    return Jackknife.standardError(
        GROUPS, group -> (counts[GROUPS] - counts[group]) / (sums[GROUPS] - sums[group]));
  }
}
