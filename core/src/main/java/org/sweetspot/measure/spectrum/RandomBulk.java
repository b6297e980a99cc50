package org.sweetspot.measure.spectrum;

import java.util.Arrays;

/**
 * A Marchenko-Pastur bulk fitted to the eigenvalues of W'W / N, N the longer side, and what sticks
 * out of it.
 *
 * <p>The variance is the median eigenvalue over the law's median, eigenvalues beyond the edge left
 * out and the fit repeated until they stay the same. A spike is an eigenvalue beyond what the
 * largest of a random matrix reaches with a chance of 5%: (mu + 0.9793 s) variance / N, mu =
 * (sqrt(N - 1) + sqrt M)^2, s = (sqrt(N - 1) + sqrt M) (1 / sqrt(N - 1) + 1 / sqrt M)^(1/3), the
 * Tracy-Widom law of order 1.
 *
 * <p>Source: Gavish and Donoho 2014 (median); Johnstone 2001 (largest eigenvalue).
 *
 * @param variance of the entries that make up the bulk
 * @param edge of the bulk, in eigenvalues of W'W / N
 * @param spikes eigenvalues beyond the threshold
 */
record RandomBulk(double variance, double edge, int spikes) {
  private static final double TRACY_WIDOM_95 = 0.9793;
  private static final int ROUNDS = 100;

  static RandomBulk of(LayerSpectrum spectrum) {
    // What is only rounding is zero, and bulks of zeros are none.
    double[] eigenvalues = Arrays.copyOf(spectrum.positiveEigenvalues(), spectrum.shortSide());
    double n = spectrum.longSide();
    double m = spectrum.shortSide();
    Arrays.setAll(eigenvalues, i -> eigenvalues[i] / n);
    MarchenkoPastur law = new MarchenkoPastur(m / n);
    double lawMedian = law.median();
    double threshold = threshold(n, m);
    int spikes = 0;
    double variance = 0;
    for (int round = 0; round < ROUNDS; round++) {
      variance = median(eigenvalues, spikes) / lawMedian;
      int beyond = 0;
      while (beyond < eigenvalues.length && eigenvalues[beyond] > variance * threshold) {
        beyond++;
      }
      if (beyond <= spikes) {
        break;
      }
      spikes = beyond;
    }
    return new RandomBulk(variance, variance * law.edge(), spikes);
  }

  private static double threshold(double n, double m) {
    double root = Math.sqrt(Math.max(0, n - 1)) + Math.sqrt(m);
    double scale = root * Math.cbrt(1 / Math.sqrt(Math.max(1, n - 1)) + 1 / Math.sqrt(m));
    return (root * root + TRACY_WIDOM_95 * scale) / n;
  }

  /** Of a descending list without its first ones. */
  private static double median(double[] descending, int without) {
    int count = descending.length - without;
    if (count == 0) {
      return 0;
    }
    int middle = without + count / 2;
    return count % 2 == 1
        ? descending[middle]
        : 0.5 * (descending[middle - 1] + descending[middle]);
  }
}
