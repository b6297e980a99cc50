package org.sweetspot.statistics.powerlaw;

import java.util.Arrays;
import org.sweetspot.random.RandomStream;

/**
 * How well a power law fits, and how well its exponent is known, by refitting drawn samples.
 *
 * <p>p-value: samples of the same size are drawn of which a share tail / size (in expectation)
 * follows the fitted power law above x_min and the rest is drawn with replacement from the numbers
 * below; each is fitted anew with its own x_min. p is the share of them whose distance is at least
 * the measured one: a small p says that the tail is no power law. Its standard error is sqrt(p (1 -
 * p) / replicates).
 *
 * <p>Interval: quantiles of alpha over samples drawn with replacement from all numbers, x_min
 * searched anew, so that its choice is part of the spread.
 *
 * <p>Both take the numbers as independent. Cost: one fit a replicate. Source: Clauset, Shalizi and
 * Newman 2009, sections 3.3 and 4.1.
 *
 * @param replicates how many samples are drawn
 */
public record PowerLawBootstrap(int replicates) {
  /** Checks the number. */
  public PowerLawBootstrap {
    if (replicates < 2) {
      throw new IllegalArgumentException(
          "bootstrap: expected at least 2 replicates, got " + replicates);
    }
  }

  /** A share of the replicates with its standard error. */
  public record PValue(double value, double standardError) {}

  /** Ends of an interval with their standard errors from the number of replicates. */
  public record Interval(double low, double high, double lowError, double highError) {}

  /** The p-value of a fit of these numbers. */
  public PValue pValue(double[] values, PowerLawFit fit, RandomStream stream) {
    double[] sorted = SortedTail.positive(values);
    int body = sorted.length - fit.tail();
    double[] drawn = new double[sorted.length];
    int reached = 0;
    for (int r = 0; r < replicates; r++) {
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] =
            stream.nextInt(sorted.length) < fit.tail()
                ? fit.cutoff() * Math.pow(1 - stream.nextDouble(), -1 / (fit.alpha() - 1))
                : sorted[stream.nextInt(body)];
      }
      // A heavy tail can leave the range of doubles; all that counts then is that it is large.
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] = Math.min(drawn[i], Double.MAX_VALUE);
      }
      if (!constant(drawn) && PowerLawFit.of(drawn).distance() >= fit.distance()) {
        reached++;
      }
    }
    double p = (double) reached / replicates;
    return new PValue(p, Math.sqrt(p * (1 - p) / replicates));
  }

  /** The interval of alpha that holds so much of the replicates, for instance 0.95. */
  public Interval interval(double[] values, double confidence, RandomStream stream) {
    double[] sorted = SortedTail.positive(values);
    double[] drawn = new double[sorted.length];
    double[] alphas = new double[replicates];
    int kept = 0;
    for (int r = 0; r < replicates; r++) {
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] = sorted[stream.nextInt(sorted.length)];
      }
      if (!constant(drawn)) {
        alphas[kept++] = PowerLawFit.of(drawn).alpha();
      }
    }
    alphas = Arrays.copyOf(alphas, kept);
    Arrays.sort(alphas);
    double lower = (1 - confidence) / 2;
    double upper = (1 + confidence) / 2;
    return new Interval(
        quantile(alphas, lower),
        quantile(alphas, upper),
        quantileError(alphas, lower),
        quantileError(alphas, upper));
  }

  /** Half the distance of the quantiles one binomial standard deviation of their rank apart. */
  private static double quantileError(double[] sorted, double share) {
    double spread = Math.sqrt(share * (1 - share) / Math.max(1, sorted.length));
    return (quantile(sorted, Math.min(1, share + spread))
            - quantile(sorted, Math.max(0, share - spread)))
        / 2;
  }

  private static boolean constant(double[] drawn) {
    return Arrays.stream(drawn).allMatch(value -> value == drawn[0]);
  }

  /** Linear between order statistics. */
  private static double quantile(double[] sorted, double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
