package org.sweetspot.measure.tails;

import java.util.List;
import java.util.stream.IntStream;
import org.sweetspot.random.RandomStream;

/** Rows of noise, one for each example, and their Gaussian likeness. */
final class NoiseColumns {
  private NoiseColumns() {}

  /** The columns that are not zero throughout. */
  static double[][] moving(double[][] noise) {
    int[] columns =
        IntStream.range(0, noise[0].length)
            .filter(j -> IntStream.range(0, noise.length).anyMatch(i -> noise[i][j] != 0))
            .toArray();
    double[][] kept = new double[noise.length][columns.length];
    for (int i = 0; i < noise.length; i++) {
      for (int j = 0; j < columns.length; j++) {
        kept[i][j] = noise[i][columns[j]];
      }
    }
    return kept;
  }

  /** Independent normal numbers with each column's variance, less each column's mean. */
  static double[][] gaussian(double[][] noise, RandomStream stream) {
    int n = noise.length;
    double[][] drawn = new double[n][noise[0].length];
    for (int j = 0; j < noise[0].length; j++) {
      double squares = 0;
      double mean = 0;
      for (int i = 0; i < n; i++) {
        squares += noise[i][j] * noise[i][j];
      }
      double deviation = Math.sqrt(squares / (n - 1));
      for (int i = 0; i < n; i++) {
        drawn[i][j] = deviation * stream.nextGaussian();
        mean += drawn[i][j] / n;
      }
      for (int i = 0; i < n; i++) {
        drawn[i][j] -= mean;
      }
    }
    return drawn;
  }

  /** Columns of several groups side by side. */
  static double[][] beside(List<double[][]> parts) {
    int n = parts.get(0).length;
    int width = parts.stream().mapToInt(part -> part[0].length).sum();
    double[][] all = new double[n][width];
    for (int i = 0; i < n; i++) {
      int at = 0;
      for (double[][] part : parts) {
        System.arraycopy(part[i], 0, all[i], at, part[i].length);
        at += part[i].length;
      }
    }
    return all;
  }
}
