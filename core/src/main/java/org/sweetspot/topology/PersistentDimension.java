package org.sweetspot.topology;

import java.util.Arrays;
import org.sweetspot.random.RandomStream;

/**
 * The persistent homology dimension of a cloud, from the growth of sums of lifetimes.
 *
 * <p>For n independent points of a set of dimension d the expected E_alpha grows as n^((d - alpha)
 * / d) where alpha is below d. Subsets of several sizes, each drawn several times without
 * replacement, give the slope m of ln E_alpha against ln n by least squares; dimension = alpha / (1
 * - m).
 *
 * <p>Error: the slope's standard error, from the residuals of all draws, times d dimension / d m =
 * alpha / (1 - m)^2. It holds the spread of the subsets and the lack of fit, not the spread that
 * another cloud would show, nor the bias of small sizes. No dimension is given where m is within
 * two errors of 1 or above: a Gaussian cloud of 200 points in 1,000 dimensions would give any
 * number at all. Cost: draws x sum of the sizes' squares.
 *
 * <p>Source: Birdal, Lou, Guibas and Simsekli, NeurIPS 2021, algorithm 1; Schweinhart 2020.
 *
 * @param alpha exponent of the lifetimes, above 0; 1 in the paper
 * @param sizes how many sizes of subsets, evenly spaced in their logarithm
 * @param draws of each size
 */
public record PersistentDimension(double alpha, int sizes, int draws) {
  /** Alpha 1, 8 sizes from a tenth of the points to all but a tenth, 10 draws each. */
  public static final PersistentDimension USUAL = new PersistentDimension(1, 8, 10);

  /** Below this a subset says nothing. */
  private static final int SMALLEST = 10;

  private static final int FEWEST = 3 * SMALLEST;

  /** Checks the numbers. */
  public PersistentDimension {
    if (!(alpha > 0) || sizes < 3 || draws < 2) {
      throw new IllegalArgumentException(
          "persistent homology dimension: expected an exponent above 0, at least 3 sizes and 2"
              + " draws, got "
              + alpha
              + ", "
              + sizes
              + ", "
              + draws);
    }
  }

  /** The sizes of subsets for a cloud of so many points, ascending. */
  public int[] subsetSizes(int points) {
    double least = Math.max(SMALLEST, points / 10.0);
    double most = 0.9 * points;
    int[] chosen = new int[sizes];
    for (int s = 0; s < sizes; s++) {
      chosen[s] = (int) Math.round(least * Math.pow(most / least, s / (sizes - 1.0)));
    }
    return chosen;
  }

  /**
   * The dimension of a cloud.
   *
   * @param stream draws the subsets
   */
  public DimensionFit of(Distances cloud, RandomStream stream) {
    int k = cloud.size();
    if (k < FEWEST) {
      return DimensionFit.none(DimensionFit.Outcome.TOO_FEW_POINTS, Double.NaN, Double.NaN);
    }
    int[] chosen = subsetSizes(k);
    double[] x = new double[sizes * draws];
    double[] y = new double[sizes * draws];
    for (int s = 0; s < sizes; s++) {
      for (int d = 0; d < draws; d++) {
        int[] subset = Arrays.copyOf(stream.permutation(k), chosen[s]);
        // Neighbours in memory are read together.
        Arrays.sort(subset);
        double sum = Lifetimes.of(cloud.subset(subset)).sum(alpha);
        if (!(sum > 0)) {
          return DimensionFit.none(DimensionFit.Outcome.POINTS_COINCIDE, Double.NaN, Double.NaN);
        }
        x[s * draws + d] = Math.log(chosen[s]);
        y[s * draws + d] = Math.log(sum);
      }
    }
    return fit(x, y);
  }

  private DimensionFit fit(double[] x, double[] y) {
    double[] line = Line.slope(x, y);
    double slope = line[0];
    double error = line[1];
    if (slope + 2 * error >= 1) {
      return DimensionFit.none(DimensionFit.Outcome.NO_UPPER_BOUND, slope, error);
    }
    if (slope + 2 * error < 0) {
      return DimensionFit.none(DimensionFit.Outcome.AT_MOST_EXPONENT, slope, error);
    }
    double dimension = alpha / (1 - slope);
    return DimensionFit.of(dimension, dimension / (1 - slope) * error, slope, error);
  }
}
