package org.sweetspot.measure.noise;

import org.sweetspot.statistics.NoiseOfMean;
import org.sweetspot.vector.Precision;

/**
 * The two numbers that describe gradient noise, estimated without bias.
 *
 * @param traceSigma S: trace of the covariance of one example's gradient, over n - 1
 * @param squaredGradient G2: squared norm of the expected gradient
 */
record NoiseMoments(double traceSigma, double squaredGradient) {
  private static final int ROUNDINGS = 16;

  /** From sums over n examples, as {@link NoiseOfMean} has it. */
  static NoiseMoments ofSums(
      double n, double sumOfSquares, double squareOfSum, Precision precision) {
    double trace = trace(n, sumOfSquares, squareOfSum, precision);
    return new NoiseMoments(trace, NoiseOfMean.of(n, trace, squareOfSum).squaredMean());
  }

  /**
   * S, or exactly zero where the gradients differ by no more than rounding, which {@value
   * #ROUNDINGS} units of the precision in the squared norms allow for.
   */
  static double trace(double n, double sumOfSquares, double squareOfSum, Precision precision) {
    double difference = sumOfSquares - squareOfSum / n;
    double epsilon = precision == Precision.FLOAT ? 0x1p-23 : 0x1p-52;
    return Math.abs(difference) <= ROUNDINGS * epsilon * sumOfSquares
        ? 0
        : NoiseOfMean.ofSums(n, sumOfSquares, squareOfSum).variance();
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
