package org.sweetspot.statistics;

import org.hipparchus.distribution.continuous.ChiSquaredDistribution;
import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * What a paired Student test of n differences can find.
 *
 * <p>With differences of mean delta and standard deviation s, the statistic is noncentral Student
 * with n - 1 degrees of freedom and noncentrality c = delta sqrt(n) / s. The power to find delta
 * above zero at the two-sided level alpha is
 *
 * <pre>
 * P(T' > t) = E Phi(c - t sqrt(V / (n - 1))),  t the (1 - alpha / 2) quantile,
 * </pre>
 *
 * V chi-squared with n - 1 degrees of freedom; the expectation is taken over {@value #POINTS}
 * equally likely values of V, which is right to about 1e-3.
 *
 * @param n number of pairs, at least 2
 * @param alpha two-sided level, above 0, below 1
 */
public record PairedPower(int n, double alpha) {
  private static final int POINTS = 400;
  private static final int MOST_PAIRS = 1 << 14;

  /** Checks the numbers. */
  public PairedPower {
    if (n < 2) {
      throw new IllegalArgumentException("pairs: expected at least 2, got " + n);
    }
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("level: expected above 0, below 1, got " + alpha);
    }
  }

  /** The chance of finding a true mean difference, of differences with that deviation. */
  public double of(double difference, double deviation) {
    return power(difference * Math.sqrt(n) / deviation, roots());
  }

  /**
   * The smallest true mean difference that is found with that chance.
   *
   * @param deviation standard deviation of single differences, at least 0
   * @param chance for instance 0.8
   */
  public double smallest(double deviation, double chance) {
    double[] roots = roots();
    double low = 0;
    double high = 1;
    while (power(high, roots) < chance) {
      high *= 2;
    }
    for (int i = 0; i < 50; i++) {
      double middle = (low + high) / 2;
      if (power(middle, roots) < chance) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high * deviation / Math.sqrt(n);
  }

  /**
   * The fewest pairs with which a difference of that size is found with that chance, at the same
   * level; {@value #MOST_PAIRS} stands for that many or more.
   */
  public int pairsFor(double difference, double deviation, double chance) {
    int low = 1;
    int high = MOST_PAIRS;
    while (high - low > 1) {
      int middle = (low + high) / 2;
      if (new PairedPower(middle, alpha).smallest(deviation, chance) <= difference) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  private static double power(double noncentrality, double[] roots) {
    NormalDistribution normal = new NormalDistribution();
    double sum = 0;
    for (double root : roots) {
      sum += normal.cumulativeProbability(noncentrality - root);
    }
    return sum / roots.length;
  }

  /** t sqrt(V / (n - 1)) at equally likely values of V. */
  private double[] roots() {
    double t = StudentT.factor(n - 1.0, 1 - alpha);
    ChiSquaredDistribution squares = new ChiSquaredDistribution(n - 1.0);
    double[] roots = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      double v = squares.inverseCumulativeProbability((i + 0.5) / POINTS);
      roots[i] = t * Math.sqrt(v / (n - 1));
    }
    return roots;
  }
}
