package org.sweetspot.measure.noise;

/**
 * The two numbers that describe gradient noise, estimated without bias.
 *
 * @param traceSigma S: trace of the covariance of one example's gradient, over n - 1
 * @param squaredGradient G2: squared norm of the expected gradient
 */
record NoiseMoments(double traceSigma, double squaredGradient) {
  /**
   * From sums over n examples: S = (sum |g_i|^2 - |sum g_i|^2 / n) / (n - 1), G2 = |sum g_i|^2 /
   * n^2 - S / n.
   */
  static NoiseMoments ofSums(double n, double sumOfSquares, double squareOfSum) {
    double trace = (sumOfSquares - squareOfSum / n) / (n - 1);
    return new NoiseMoments(trace, squareOfSum / (n * n) - trace / n);
  }

  /**
   * From mean squared gradient norms at two batch sizes: E|G_B|^2 = G2 + S / B, solved for both.
   */
  static NoiseMoments ofBatches(double small, double smallSquare, double big, double bigSquare) {
    return new NoiseMoments(
        (smallSquare - bigSquare) / (1 / small - 1 / big),
        (big * bigSquare - small * smallSquare) / (big - small));
  }

  /** B_simple = S / G2. */
  double scale() {
    return traceSigma / squaredGradient;
  }
}
