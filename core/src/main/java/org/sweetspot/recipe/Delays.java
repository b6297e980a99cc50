package org.sweetspot.recipe;

/**
 * How the ages of gradients are distributed around their mean m, in updates. Ages are independent
 * from update to update and at most 8 m.
 */
public enum Delays {
  /** All m. */
  CONSTANT,
  /** P(d) proportional to q^d: workers that come in at random. */
  GEOMETRIC,
  /** P(age above d) proportional to (d + c)^-1.5: some workers are far behind. */
  HEAVY_TAILED;

  private static final int MOST_TIMES = 8;
  private static final double TAIL = 1.5;
  private static final int BISECTIONS = 200;

  /** The largest age. */
  public int most(int mean) {
    return this == CONSTANT ? mean : MOST_TIMES * mean;
  }

  /**
   * The probability of each age from 0 on; their mean is exact to rounding.
   *
   * @param mean at least 0
   */
  public double[] probabilities(int mean) {
    double[] p = new double[most(mean) + 1];
    if (this == CONSTANT || mean == 0) {
      p[mean] = 1;
      return p;
    }
    // The mean grows with the logarithm of the parameter: q / (1 - q), or c.
    double low = -30;
    double high = 30;
    for (int k = 0; k < BISECTIONS; k++) {
      double middle = (low + high) / 2;
      fill(p, StrictMath.exp(middle));
      if (mean(p) < mean) {
        low = middle;
      } else {
        high = middle;
      }
    }
    fill(p, StrictMath.exp((low + high) / 2));
    return p;
  }

  private void fill(double[] p, double scale) {
    double sum = 0;
    for (int d = 0; d < p.length; d++) {
      p[d] =
          this == GEOMETRIC
              ? StrictMath.pow(scale / (1 + scale), d)
              : StrictMath.pow(d + scale, -TAIL) - StrictMath.pow(d + 1 + scale, -TAIL);
      sum += p[d];
    }
    for (int d = 0; d < p.length; d++) {
      p[d] /= sum;
    }
  }

  private static double mean(double[] p) {
    double sum = 0;
    for (int d = 0; d < p.length; d++) {
      sum += d * p[d];
    }
    return sum;
  }
}
