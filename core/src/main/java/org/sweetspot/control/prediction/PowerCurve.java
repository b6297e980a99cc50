package org.sweetspot.control.prediction;

/**
 * A curve D(f) = A (f^-p - 1) / p through two measured points: the difference to the baseline at f
 * times its budget, data or width; zero at f = 1, and A log(1/f) for p = 0.
 *
 * <p>p is the one of {@value #LEAST} to {@value #MOST} that leaves least squares, with a weak prior
 * towards {@value #USUAL}; A follows by least squares. Error: extrapolated, so that noise of the
 * points grows by up to (f1/f2)^p; slopes are fitted on the ledger. The prior reads even exact
 * points of p = 1 a fifth too far. Source: learning curves are power laws (Hestness et al. 2017,
 * arXiv:1712.00409).
 *
 * @param first share of the first point
 * @param second share of the second
 * @param wanted where the curve is read
 */
record PowerCurve(double first, double second, double wanted) {
  private static final double LEAST = -0.6;
  private static final double MOST = 2;
  private static final double STEP = 0.1;
  private static final double USUAL = 0.2;
  private static final double PRIOR = 0.01;

  /**
   * The difference at the wanted share.
   *
   * @param one difference at the first share
   * @param other difference at the second
   */
  double at(double one, double other) {
    double size = one * one + other * other;
    if (!(size > 0)) {
      return 0;
    }
    double best = Double.POSITIVE_INFINITY;
    double value = 0;
    for (int i = 0; i <= Math.round((MOST - LEAST) / STEP); i++) {
      double p = LEAST + i * STEP;
      double x = shape(first, p);
      double y = shape(second, p);
      double height = (x * one + y * other) / (x * x + y * y);
      double rest = square(one - height * x) + square(other - height * y);
      double cost = rest / size + PRIOR * square(p - USUAL);
      if (cost < best) {
        best = cost;
        value = height * shape(wanted, p);
      }
    }
    return value;
  }

  private static double shape(double share, double p) {
    return Math.abs(p) < STEP / 2 ? -Math.log(share) : (Math.pow(share, -p) - 1) / p;
  }

  private static double square(double value) {
    return value * value;
  }
}
