package org.sweetspot.monitor;

import org.sweetspot.measure.Status;

/**
 * One number with its error.
 *
 * @param value finite
 * @param error standard error or residual, as the monitor's conventions say; zero where exact
 * @param status what it is worth
 */
public record Figure(double value, double error, Status status) {
  /** A number without sampling. */
  public static Figure exact(double value) {
    return new Figure(value, 0, Status.EXACT);
  }

  /** A number with its error. */
  public static Figure estimate(double value, double error) {
    return new Figure(value, error, Status.ESTIMATE);
  }

  /** The same as an estimate that is further off than was asked for. */
  public Figure doubtful() {
    return new Figure(value, error, Status.NOT_CONVERGED);
  }

  boolean isFinite() {
    return Double.isFinite(value) && Double.isFinite(error);
  }
}
