package org.sweetspot.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.sweetspot.random.RandomStream;

/**
 * The spread of a statistic over samples drawn with replacement from the sample at hand (Efron
 * 1979).
 *
 * @param replicates how often to draw; the standard error's own relative error is about 1 / sqrt(2
 *     replicates)
 */
public record Bootstrap(int replicates) {
  /** Checks the number. */
  public Bootstrap {
    if (replicates < 2) {
      throw new IllegalArgumentException(
          "bootstrap: expected at least 2 replicates, got " + replicates);
    }
  }

  /**
   * Standard error of a statistic of n independent observations.
   *
   * @param statistic of the observations with these indices, which may repeat; the array is used
   *     again for the next replicate
   * @return the standard deviation over the replicates. Cost: {@code replicates} evaluations
   */
  public double standardError(int n, RandomStream stream, ToDoubleFunction<int[]> statistic) {
    return standardErrors(n, stream, indices -> new double[] {statistic.applyAsDouble(indices)})[0];
  }

  /** Standard errors of several statistics of the same draws. */
  public double[] standardErrors(int n, RandomStream stream, Statistics statistics) {
    if (n < 1) {
      throw new IllegalArgumentException("bootstrap: expected at least 1 observation, got " + n);
    }
    return spread(n, indices -> Arrays.setAll(indices, i -> stream.nextInt(n)), statistics);
  }

  /**
   * Standard errors where each stratum keeps its size: draws stay within strata.
   *
   * @param strata indices of the observations of each stratum, none of them empty
   */
  public double[] standardErrors(List<int[]> strata, RandomStream stream, Statistics statistics) {
    int n = strata.stream().mapToInt(stratum -> stratum.length).sum();
    return spread(
        n,
        indices -> {
          int at = 0;
          for (int[] stratum : strata) {
            for (int k = 0; k < stratum.length; k++) {
              indices[at++] = stratum[stream.nextInt(stratum.length)];
            }
          }
        },
        statistics);
  }

  private double[] spread(int n, Consumer<int[]> draw, Statistics statistics) {
    int[] indices = new int[n];
    double[] mean = new double[0];
    double[] squares = new double[0];
    for (int r = 0; r < replicates; r++) {
      draw.accept(indices);
      double[] values = statistics.of(indices);
      if (r == 0) {
        mean = new double[values.length];
        squares = new double[values.length];
      }
      for (int k = 0; k < values.length; k++) {
        double difference = values[k] - mean[k];
        mean[k] += difference / (r + 1);
        squares[k] += difference * (values[k] - mean[k]);
      }
    }
    double[] errors = new double[squares.length];
    for (int k = 0; k < errors.length; k++) {
      errors[k] = Math.sqrt(squares[k] / (replicates - 1));
    }
    return errors;
  }

  /** Several statistics of one draw. */
  @FunctionalInterface
  public interface Statistics {
    /** The statistics of the observations with these indices, always as many. */
    double[] of(int[] indices);
  }
}
