package org.sweetspot.statistics;

/**
 * The index of a symmetric stable law, from how the typical size of a sum grows with its terms.
 *
 * <p>A sum of m independent samples is m^(1/alpha) times one sample in law, so that 1 / alpha =
 * (mean ln|Y| - mean ln|X|) / ln m, Y the sums of m consecutive samples. Several coordinates are
 * pooled: the means run over samples and coordinates. Entries that are exactly zero are left out.
 * Error: jackknife over the floor(n / m) blocks of consecutive samples; a rest is left out. Finite
 * variance gives 2 only where single samples are Gaussian already: any other law, and coordinates
 * that are means of a few examples, bend the estimate, so that it needs a control. Cost: one pass.
 * Source: Mohammadi, Mohammadpour and Ogata 2015, theorem 2.3; Simsekli et al. 2019.
 *
 * @param alpha the index; above 2 possible by chance or for light tails
 * @param standardError by jackknife
 * @param m samples in one sum
 * @param samples that were used, a multiple of m
 */
public record StableIndex(double alpha, double standardError, int m, int samples) {
  /** The usual number of samples in a sum: the largest m with m^2 at most n, and at least 2. */
  public static int termsFor(int n) {
    return Math.max(2, (int) Math.floor(Math.sqrt(n)));
  }

  /** From samples of one number. */
  public static StableIndex of(double[] samples, int m) {
    double[][] rows = new double[samples.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[] {samples[i]};
    }
    return of(rows, m);
  }

  /**
   * From samples of several coordinates, pooled.
   *
   * @param samples in order, one row for each; at least 2 m
   */
  public static StableIndex of(double[][] samples, int m) {
    if (m < 2 || samples.length < 2 * m) {
      throw new IllegalArgumentException(
          "stable index: expected sums of at least 2 terms and at least 2 sums, got "
              + samples.length
              + " samples and sums of "
              + m);
    }
    int blocks = samples.length / m;
    Logs[] single = new Logs[blocks];
    Logs[] summed = new Logs[blocks];
    for (int b = 0; b < blocks; b++) {
      single[b] = new Logs();
      summed[b] = new Logs();
      double[] sum = new double[samples[0].length];
      for (int i = b * m; i < (b + 1) * m; i++) {
        Sample.requireFinite("samples of a stable law", samples[i]);
        single[b].add(samples[i]);
        for (int j = 0; j < sum.length; j++) {
          sum[j] += samples[i][j];
        }
      }
      summed[b].add(sum);
    }
    double alpha = alpha(single, summed, -1, m);
    double error = Jackknife.standardError(blocks, left -> alpha(single, summed, left, m));
    return new StableIndex(alpha, error, m, blocks * m);
  }

  private static double alpha(Logs[] single, Logs[] summed, int left, int m) {
    return Math.log(m) / (mean(summed, left) - mean(single, left));
  }

  private static double mean(Logs[] logs, int left) {
    double sum = 0;
    double count = 0;
    for (int b = 0; b < logs.length; b++) {
      if (b != left) {
        sum += logs[b].sum;
        count += logs[b].count;
      }
    }
    if (count == 0) {
      throw new UndefinedException("stable index: expected samples other than zero, got none");
    }
    return sum / count;
  }

  /** Sum and number of the logarithms of one block. */
  private static final class Logs {
    private double sum;
    private double count;

    private void add(double[] values) {
      for (double value : values) {
        if (value != 0) {
          sum += Math.log(Math.abs(value));
          count++;
        }
      }
    }
  }
}
