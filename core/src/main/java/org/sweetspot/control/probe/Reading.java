package org.sweetspot.control.probe;

import org.sweetspot.api.PublicApi;

/**
 * The noise and the curvature of a training at one moment, with the network in training mode (batch
 * normalization uses the batch's statistics).
 *
 * @param progress share of the budget used, 0 to 1
 * @param noise trace of the per-example gradient covariance, tr Sigma, so that a batch of B has
 *     gradient variance tr Sigma / B
 * @param noiseError standard error of {@code noise}
 * @param signal squared norm of the mean gradient, |G|^2, unbiased and therefore possibly negative
 * @param signalError standard error of {@code signal}
 * @param curvature top eigenvalue of the Hessian of the mean loss
 * @param curvatureError residual norm of that eigenvalue
 */
@PublicApi
public record Reading(
    double progress,
    double noise,
    double noiseError,
    double signal,
    double signalError,
    double curvature,
    double curvatureError) {
  /** Checks that the progress is a share. */
  public Reading {
    if (!(progress >= 0 && progress <= 1)) {
      throw new IllegalArgumentException("progress: expected a share from 0 to 1, got " + progress);
    }
  }

  /** The simple noise scale tr Sigma / |G|^2 in examples; infinite where no signal is left. */
  public double noiseScale() {
    return signal > 0 ? noise / signal : Double.POSITIVE_INFINITY;
  }
}
