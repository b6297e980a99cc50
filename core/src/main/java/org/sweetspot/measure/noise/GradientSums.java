package org.sweetspot.measure.noise;

/**
 * What the simple numbers of gradient noise are made of.
 *
 * @param n examples
 * @param ofSquares sum of |g_i|^2
 * @param ofSum |sum of g_i|^2
 */
record GradientSums(double n, double ofSquares, double ofSum) {
  /** Trace of the covariance over n - 1. */
  double trace() {
    return (ofSquares - ofSum / n) / (n - 1);
  }

  /** Squared norm of the mean gradient, over the trace of the covariance. */
  double signalToNoise() {
    return ofSum / (n * n) / trace();
  }

  /** sum |g_i|^2 / |sum g_i|^2. */
  double diversity() {
    return ofSquares / ofSum;
  }
}
