package org.sweetspot.measure.noise;

import org.sweetspot.vector.Precision;

/**
 * What the simple numbers of gradient noise are made of.
 *
 * @param n examples
 * @param ofSquares sum of |g_i|^2
 * @param ofSum |sum of g_i|^2
 * @param precision in which they were computed
 */
record GradientSums(double n, double ofSquares, double ofSum, Precision precision) {
  /** Trace of the covariance over n - 1; zero where the gradients are equal but for rounding. */
  double trace() {
    return NoiseMoments.trace(n, ofSquares, ofSum, precision);
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
