package org.sweetspot.measure.summary;

/**
 * A number and its error.
 *
 * @param value the number; NaN where it is not known
 * @param error standard error, half-width or residual; zero where the value is exact
 */
public record Estimate(double value, double error) {
  /** What is not known. */
  public static final Estimate UNKNOWN = new Estimate(Double.NaN, 0);

  private static final double ERRORS = 2;

  /** Whether there is a number. */
  public boolean known() {
    return Double.isFinite(value);
  }

  /** Whether it lies above a number by more than two errors. */
  public boolean above(double other) {
    return value - other > ERRORS * error;
  }

  /** Whether it lies below a number by more than two errors. */
  public boolean below(double other) {
    return other - value > ERRORS * error;
  }

  /** Whether two independent estimates differ by more than two errors of their difference. */
  public boolean differsFrom(Estimate other) {
    return Math.abs(value - other.value) > ERRORS * Math.hypot(error, other.error);
  }
}
