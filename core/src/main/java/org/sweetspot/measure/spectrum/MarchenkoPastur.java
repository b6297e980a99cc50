package org.sweetspot.measure.spectrum;

/**
 * The law of the eigenvalues of W'W / N for independent entries of mean zero and variance 1, as the
 * sides N and M of W grow with M / N = c at most 1.
 *
 * <p>Density sqrt((b - x) (x - a)) / (2 pi c x) from a = (1 - sqrt c)^2 to b = (1 + sqrt c)^2; with
 * x = 1 + c + 2 sqrt(c) cos(theta) it is (2 / pi) sin^2(theta) / x in theta, which is smooth.
 *
 * <p>Source: Marchenko and Pastur 1967.
 *
 * @param c the shorter side over the longer one
 */
record MarchenkoPastur(double c) {
  private static final int INTERVALS = 4000;

  /** The share of eigenvalues above 1 + c + 2 sqrt(c) cos(theta), by Simpson's rule. */
  private double above(double theta) {
    double step = theta / INTERVALS;
    double sum = density(0) + density(theta);
    for (int i = 1; i < INTERVALS; i++) {
      sum += (i % 2 == 0 ? 2 : 4) * density(i * step);
    }
    return sum * step / 3;
  }

  private double density(double theta) {
    double sine = Math.sin(theta);
    double x = at(theta);
    // For c = 1 the density in theta stays finite where x is 0: sin^2 / (2 + 2 cos) -> 1.
    return x <= 1e-14 ? 2 / Math.PI : 2 / Math.PI * sine * sine / x;
  }

  private double at(double theta) {
    return 1 + c + 2 * Math.sqrt(c) * Math.cos(theta);
  }

  /** Half of the eigenvalues are larger. */
  double median() {
    double low = 0;
    double high = Math.PI;
    for (int i = 0; i < 60; i++) {
      double middle = 0.5 * (low + high);
      if (above(middle) < 0.5) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return at(0.5 * (low + high));
  }

  /** The upper end. */
  double edge() {
    double root = 1 + Math.sqrt(c);
    return root * root;
  }
}
