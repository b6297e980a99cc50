package org.sweetspot.generalization.posterior;

import org.sweetspot.random.RandomStream;

/**
 * Independent normal weights around a prior of the same kind. KL from the prior N(m, s^2 I) is the
 * sum over weights of ln(s/sigma) + (sigma^2 + (mu - m)^2)/(2 s^2) - 1/2, in nats. The arrays are
 * not copied; treat them as read-only.
 *
 * @param priorMean m
 * @param priorDeviation s, above 0
 * @param mean mu
 * @param logDeviation ln sigma
 */
@SuppressWarnings("ArrayRecordComponent") // millions of numbers; never compared
public record GaussianPosterior(
    double[] priorMean, double priorDeviation, double[] mean, double[] logDeviation) {
  /** Checks the lengths. */
  public GaussianPosterior {
    if (priorMean.length != mean.length
        || mean.length != logDeviation.length
        || !(priorDeviation > 0)) {
      throw new IllegalArgumentException(
          "Gaussian posterior: expected arrays of one length and a positive prior deviation, got "
              + priorMean.length
              + ", "
              + mean.length
              + ", "
              + logDeviation.length
              + " and "
              + priorDeviation);
    }
  }

  /** KL from the prior, in nats. */
  public double divergence() {
    double sum = 0;
    double square = priorDeviation * priorDeviation;
    double log = Math.log(priorDeviation);
    for (int i = 0; i < mean.length; i++) {
      double shift = mean[i] - priorMean[i];
      // With d = ln(sigma/s) the width's part is (exp(2 d) - 1 - 2 d)/2, never negative.
      double wider = 2 * (logDeviation[i] - log);
      sum += (Math.expm1(wider) - wider + shift * shift / square) / 2;
    }
    return Math.max(0, sum);
  }

  /** One network. */
  double[] draw(RandomStream stream) {
    double[] weights = new double[mean.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = mean[i] + Math.exp(logDeviation[i]) * stream.nextGaussian();
    }
    return weights;
  }
}
