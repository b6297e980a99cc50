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

  /** The moments of an example where these are of the mean of a batch of so many. */
  NoiseMoments ofBatchesOf(int examples) {
    return new NoiseMoments(examples * traceSigma, squaredGradient);
  }

  /** B_simple = S / G2. */
  double scale() {
    return traceSigma / squaredGradient;
  }
}
