package org.sweetspot.control.delay;

/**
 * When gradient descent with stale gradients is stable on a quadratic of curvature c: with a = rate
 * * c,
 *
 * <p>x(t+1) - x(t) = m (x(t-s) - x(t-s-1)) - a x(t-d),
 *
 * <p>d the delay in updates, m the momentum, s by how many updates the momentum is shifted: 0 for
 * the usual one, d - 1 for shifted momentum, whose step is m times the step of d updates ago less
 * the rate times the gradient of then. For small a > 0 all roots of the characteristic polynomial
 * are inside the unit circle; the first that leaves it does so at z = exp(i w) with
 *
 * <p>a = 2 sin(w/2) |1 - m exp(-i (s+1) w)|, (d + 1/2) w - pi/2 + arg(1 - m exp(-i (s+1) w)) = 2 k
 * pi,
 *
 * <p>so the limit is the least such a. Without momentum it is 2 sin(pi / (2 (2 d + 1))).
 *
 * <p>Error: that of the root's bracket, a few units in the last place. Cost: proportional to (d + s
 * + 2) / (1 - m) evaluations. Source: Giladi et al., "At stability's edge: how to adjust
 * hyperparameters to preserve minima selection in asynchronous training" (ICLR 2020). Failure:
 * training adapts its curvature, so a rate beyond the limit warns; it does not decide.
 *
 * @param delay d, 0 to 10,000
 * @param momentum m, 0 to below 1
 * @param shift s, 0 to 10,000
 */
public record DelayStability(int delay, double momentum, int shift) {
  private static final int MOST = 10_000;
  private static final int POINTS = 64;
  private static final int MOST_POINTS = 20_000_000;
  private static final int BISECTIONS = 80;

  /** Checks the three. */
  public DelayStability {
    if (delay < 0 || delay > MOST || shift < 0 || shift > MOST) {
      throw new IllegalArgumentException(
          "stability with stale gradients: expected a delay and a shift of 0 to "
              + MOST
              + " updates, got "
              + delay
              + " and "
              + shift);
    }
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException(
          "stability with stale gradients: expected a momentum of 0 to below 1, got " + momentum);
    }
  }

  /** The usual momentum. */
  public static DelayStability of(int delay, double momentum) {
    return new DelayStability(delay, momentum, 0);
  }

  /** Momentum as old as the gradient. */
  public static DelayStability shifted(int delay, double momentum) {
    return new DelayStability(delay, momentum, delay);
  }

  /** The largest stable learning rate at a curvature, for instance the top eigenvalue. */
  public double largestRate(double curvature) {
    if (!(curvature > 0)) {
      throw new IllegalArgumentException(
          "curvature for a stable learning rate: expected above 0, got " + curvature);
    }
    return limit() / curvature;
  }

  /** The largest stable rate * curvature. */
  public double limit() {
    if (momentum == 0) {
      return 2 * Math.sin(Math.PI / (2 * (2.0 * delay + 1)));
    }
    double wanted = POINTS * (delay + shift + 2) / (1 - momentum);
    int points = (int) Math.min(wanted, MOST_POINTS);
    double least = Double.POSITIVE_INFINITY;
    if (along(Math.PI) > 0) {
      least = along(Math.PI);
    }
    double before = across(Math.PI / points);
    for (int k = 2; k < points; k++) {
      double w = Math.PI * k / points;
      double here = across(w);
      if (before * here <= 0) {
        double root = root(Math.PI * (k - 1) / points, w, before);
        if (along(root) > 0) {
          least = Math.min(least, along(root));
        }
      }
      before = here;
    }
    return least;
  }

  /**
   * The stationary variance of x where white noise of variance v is added to each step, over v / (2
   * a (1 - m)), which it is for small a without delay: at a delay it grows as a nears the limit,
   * and is infinite from there on. Without momentum and delay it is 1 / (1 - a / 2).
   *
   * <p>The variance is the mean over frequencies w of v / |exp(i w) - 1 - m (exp(-i s w) - exp(-i
   * (s + 1) w)) + a exp(-i d w)|^2; equally spaced frequencies converge exponentially, and are
   * doubled until the mean moves by less than 1e-10 of itself. Cost: up to some million evaluations
   * close to the limit and at tiny a; NaN where twenty million are not enough (a below about 1e-6).
   *
   * @param step a = rate * curvature, above 0
   */
  public double noiseFactor(double step) {
    if (!(step > 0)) {
      throw new IllegalArgumentException("rate times curvature: expected above 0, got " + step);
    }
    if (step >= limit()) {
      return Double.POSITIVE_INFINITY;
    }
    int points = 64 * (delay + shift + 2);
    double mean = meanResponse(step, points, 0);
    double change = mean;
    while (change > 1e-10 * mean && points < MOST_POINTS) {
      // Twice as many points are the old ones and those halfway between them.
      double both = (mean + meanResponse(step, points, 0.5)) / 2;
      change = Math.abs(both - mean);
      mean = both;
      points *= 2;
    }
    return change > 1e-10 * mean ? Double.NaN : mean * 2 * step * (1 - momentum);
  }

  private double meanResponse(double step, int points, double offset) {
    double sum = 0;
    for (int k = 0; k < points; k++) {
      double w = 2 * Math.PI * (k + offset) / points;
      double real =
          Math.cos(w)
              - 1
              - momentum * (Math.cos(shift * w) - Math.cos((shift + 1) * w))
              + step * Math.cos(delay * w);
      double imaginary =
          Math.sin(w)
              + momentum * (Math.sin(shift * w) - Math.sin((shift + 1) * w))
              - step * Math.sin(delay * w);
      sum += 1 / (real * real + imaginary * imaginary);
    }
    return sum / points;
  }

  private double root(double from, double to, double atFrom) {
    double low = from;
    double high = to;
    for (int k = 0; k < BISECTIONS && high > low; k++) {
      double middle = (low + high) / 2;
      if (across(middle) * atFrom > 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** The real part of 2 sin(w/2) exp(i ((d + 1/2) w - pi/2)) (1 - m exp(-i (s+1) w)). */
  private double along(double w) {
    double phase = (delay + 0.5) * w - Math.PI / 2;
    double turn = (shift + 1) * w;
    return 2 * Math.sin(w / 2) * (Math.cos(phase) - momentum * Math.cos(phase - turn));
  }

  /** Its imaginary part over 2 sin(w/2), which is above 0 within the interval. */
  private double across(double w) {
    double phase = (delay + 0.5) * w - Math.PI / 2;
    return Math.sin(phase) - momentum * Math.sin(phase - (shift + 1) * w);
  }
}
