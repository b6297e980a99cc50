package org.sweetspot.statistics.powerlaw;

import org.hipparchus.special.Erf;

/**
 * A normal distribution cut off at zero, fitted by largest likelihood: what the logarithms above a
 * cut-off follow if the numbers are log-normal.
 *
 * <p>Density phi(y / s + t) / (s Q(t)) for y at least 0, phi the standard normal density and Q its
 * upper tail. With the hazard h = phi / Q and g = h - t its moments are E y = s g and E y^2 = s^2
 * (1 - t g). It is an exponential family in y and y^2, so the largest likelihood is where both
 * moments are the sample's: one equation, (1 - t g) / g^2 = m2 / m1^2, whose left side grows from 1
 * to 2. At 2 and above the likelihood grows without end towards the exponential distribution of y,
 * which is the power law itself.
 *
 * @param t the cut-off in standard deviations from the mode
 * @param scale s
 */
record TruncatedNormal(double t, double scale) {
  private static final double STEEPEST = 1e6;
  private static final double FLATTEST = -1e6;

  /** Whether moments belong to a truncated normal, and not to its limit. */
  static boolean exists(double first, double second) {
    return second < 2 * first * first && ratio(STEEPEST) > second / (first * first);
  }

  /** The distribution with these first two moments. */
  static TruncatedNormal of(double first, double second) {
    double wanted = second / (first * first);
    double low = FLATTEST;
    double high = STEEPEST;
    for (int i = 0; i < 200 && low < high; i++) {
      double middle = 0.5 * (low + high);
      if (ratio(middle) < wanted) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double t = 0.5 * (low + high);
    return new TruncatedNormal(t, first / excess(t));
  }

  /** Logarithm of the density at y. */
  double logDensity(double y) {
    double z = y / scale;
    return logHazard() - Math.log(scale) - 0.5 * z * z - t * z;
  }

  private double logHazard() {
    if (t > 2) {
      return Math.log(t + excess(t));
    }
    return -0.5 * (t * t + Math.log(2 * Math.PI)) - Math.log(upperTail(t));
  }

  private static double ratio(double t) {
    double g = excess(t);
    if (t <= 2) {
      return (1 - t * g) / (g * g);
    }
    // 1 - t g = g (1 / g - t), and 1 / g - t is the rest of the continued fraction.
    return (2 / (t + fraction(t, 3))) / g;
  }

  /** h(t) - t: for large t Laplace's continued fraction 1 / (t + 2 / (t + 3 / ...)). */
  private static double excess(double t) {
    if (t > 2) {
      return 1 / (t + fraction(t, 2));
    }
    return Math.exp(-0.5 * t * t) / Math.sqrt(2 * Math.PI) / upperTail(t) - t;
  }

  private static double upperTail(double t) {
    return 0.5 * Erf.erfc(t / Math.sqrt(2));
  }

  /** k / (t + (k + 1) / (t + ...)). */
  private static double fraction(double t, int k) {
    double rest = 0;
    for (int i = k + 300; i >= k; i--) {
      rest = i / (t + rest);
    }
    return rest;
  }
}
