package org.sweetspot.control.delay;

/**
 * When gradient descent whose gradients have random ages is stable in mean square on a quadratic of
 * curvature c: with a = rate * curvature and ages D(t) drawn independently for each update,
 *
 * <p>x(t+1) = x(t) + m (x(t) - x(t-1)) - a x(t - D(t)).
 *
 * <p>What is random in the last term is white noise of variance a^2 (sum p_d E x(t-d)^2 - sum p_d
 * p_e E x(t-d) x(t-e)), which drives the mean recursion of response H(w) = 1 / (exp(i w) - 1 - m (1
 * - exp(-i w)) + a P(w)), P(w) = sum p_d exp(-i d w). It feeds itself by
 *
 * <p>g(a) = a^2 / (2 pi) times the integral over w of |H(w)|^2 (1 - |P(w)|^2),
 *
 * <p>and the recursion is stable in mean square exactly where the mean recursion is stable and g is
 * below 1. The limit is the least a above 0 where that ends. One age for all gives {@link
 * DelayStability}'s limit.
 *
 * <p>Error: equally spaced frequencies converge exponentially and are doubled until g moves by less
 * than 1e-9; then bisection to 1e-9 of a. Cost: some hundred sums over up to a million frequencies.
 * Failure: as there, training adapts its curvature.
 */
public final class RandomDelayStability {
  private static final double GROWTH = 1.05;
  private static final int BISECTIONS = 40;
  private static final int FEWEST = 1 << 10;
  private static final int MOST = 1 << 20;
  private static final int DEEPEST = 40;

  private final double[] probabilities;
  private final double momentum;

  /**
   * Ages of these probabilities.
   *
   * @param probabilities of the ages 0, 1, ...; they add up to 1
   * @param momentum m, 0 to below 1
   */
  public RandomDelayStability(double[] probabilities, double momentum) {
    double sum = 0;
    for (double p : probabilities) {
      sum += p >= 0 ? p : Double.NaN;
    }
    if (!(Math.abs(sum - 1) < 1e-9)) {
      throw new IllegalArgumentException(
          "probabilities of ages: expected numbers of 0 or more that add up to 1, got a sum of "
              + sum);
    }
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException(
          "stability with stale gradients: expected a momentum of 0 to below 1, got " + momentum);
    }
    this.probabilities = probabilities.clone();
    this.momentum = momentum;
  }

  /** The largest stable rate * curvature. */
  public double limit() {
    double low = 0;
    // Below every limit: that of the oldest age alone, with the momentum's smaller steps.
    double high = (1 - momentum) / (2.0 * probabilities.length + 1);
    while (isStable(high)) {
      low = high;
      high *= GROWTH;
    }
    for (int k = 0; k < BISECTIONS; k++) {
      double middle = (low + high) / 2;
      if (isStable(middle)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * The stationary variance where white noise of variance v is added to each step, over v / (2 a (1
   * - m)); infinite where the recursion is not stable.
   *
   * @param step a = rate * curvature, above 0
   */
  public double noiseFactor(double step) {
    if (!(step > 0)) {
      throw new IllegalArgumentException("rate times curvature: expected above 0, got " + step);
    }
    if (!isStable(step)) {
      return Double.POSITIVE_INFINITY;
    }
    double[] means = means(step);
    return means[0] / (1 - means[1]) * 2 * step * (1 - momentum);
  }

  private boolean isStable(double step) {
    return meanIsStable(step) && means(step)[1] < 1;
  }

  /** The mean of |H|^2, and g. */
  private double[] means(double step) {
    double[] mean = means(step, FEWEST, 0);
    for (int points = FEWEST; points < MOST; points *= 2) {
      double[] between = means(step, points, 0.5);
      double response = (mean[0] + between[0]) / 2;
      double gain = (mean[1] + between[1]) / 2;
      boolean settled =
          Math.abs(gain - mean[1]) <= 1e-9 && Math.abs(response - mean[0]) <= 1e-9 * response;
      mean = new double[] {response, gain};
      if (settled || gain > 2) {
        break;
      }
    }
    return mean;
  }

  private double[] means(double step, int points, double offset) {
    double response = 0;
    double gain = 0;
    for (int k = 0; k < points; k++) {
      double w = 2 * Math.PI * (k + offset) / points;
      double[] p = ages(w);
      double[] f = characteristic(w, step, p);
      double square = 1 / (f[0] * f[0] + f[1] * f[1]);
      response += square;
      gain += square * (1 - p[0] * p[0] - p[1] * p[1]);
    }
    return new double[] {response / points, step * step * gain / points};
  }

  /**
   * Whether all roots of z^L (z - 1 - m (1 - 1/z) + a P) are inside the unit circle, L the order of
   * the recursion's memory: as often as it has roots its value turns around 0 along the circle.
   */
  private boolean meanIsStable(double step) {
    int memory = Math.max(probabilities.length - 1, momentum > 0 ? 1 : 0);
    int points = 64 * (memory + 2);
    double turns = 0;
    for (int k = 0; k < points; k++) {
      double from = 2 * Math.PI * k / points;
      double to = 2 * Math.PI * (k + 1) / points;
      turns += turn(step, memory, from, to, DEEPEST);
    }
    return Math.round(turns / (2 * Math.PI)) == memory + 1;
  }

  /** The angle between two frequencies, halved where it is large: a root is near the circle. */
  private double turn(double step, int memory, double from, double to, int deeper) {
    double angle =
        Math.IEEEremainder(angle(step, memory, to) - angle(step, memory, from), 2 * Math.PI);
    if (Math.abs(angle) < 1 || deeper == 0) {
      return angle;
    }
    double middle = (from + to) / 2;
    return turn(step, memory, from, middle, deeper - 1)
        + turn(step, memory, middle, to, deeper - 1);
  }

  private double angle(double step, int memory, double w) {
    double[] f = characteristic(w, step, ages(w));
    return Math.atan2(f[1], f[0]) + memory * w;
  }

  /** P at the frequency: real and imaginary part, by Horner's rule. */
  private double[] ages(double w) {
    double cos = Math.cos(w);
    double sin = -Math.sin(w);
    double real = 0;
    double imaginary = 0;
    for (int d = probabilities.length - 1; d >= 0; d--) {
      double next = real * cos - imaginary * sin + probabilities[d];
      imaginary = real * sin + imaginary * cos;
      real = next;
    }
    return new double[] {real, imaginary};
  }

  private double[] characteristic(double w, double step, double[] p) {
    return new double[] {
      Math.cos(w) - 1 - momentum * (1 - Math.cos(w)) + step * p[0],
      Math.sin(w) - momentum * Math.sin(w) + step * p[1]
    };
  }
}
