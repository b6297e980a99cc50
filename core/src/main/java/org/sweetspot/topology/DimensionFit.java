package org.sweetspot.topology;

/**
 * A dimension, or why there is none.
 *
 * @param dimension NaN where {@code outcome} is not {@link Outcome#ESTIMATED}
 * @param error standard error of the dimension; NaN likewise
 * @param slope that the dimension was computed from
 * @param slopeError its standard error
 * @param outcome how it ended
 */
public record DimensionFit(
    double dimension, double error, double slope, double slopeError, Outcome outcome) {

  /** How an estimate of a dimension ended. */
  public enum Outcome {
    /** There is a dimension. */
    ESTIMATED(""),
    /** There are not enough points for it. */
    TOO_FEW_POINTS("there are too few points"),
    /** Points coincide, so that there is no logarithm to fit. */
    POINTS_COINCIDE("too many points coincide"),
    /** The cloud is too sparse for its dimension: distances hardly shrink as points are added. */
    NO_UPPER_BOUND(
        "the distances hardly shrink as points are added, so that the dimension has no upper bound"
            + " within two errors"),
    /** The sums do not grow with the number of points. */
    AT_MOST_EXPONENT(
        "the sums of lifetimes do not grow with the number of points: the dimension is at most the"
            + " exponent"),
    /** Two errors are more than the dimension. */
    TOO_UNCERTAIN("two errors are larger than the dimension");

    private final String reason;

    Outcome(String reason) {
      this.reason = reason;
    }

    /** Why there is no dimension, in words; empty where there is one. */
    public String reason() {
      return reason;
    }
  }

  static DimensionFit none(Outcome outcome, double slope, double slopeError) {
    return new DimensionFit(Double.NaN, Double.NaN, slope, slopeError, outcome);
  }

  /** A dimension unless its error is too large. */
  static DimensionFit of(double dimension, double error, double slope, double slopeError) {
    return 2 * error > dimension
        ? none(Outcome.TOO_UNCERTAIN, slope, slopeError)
        : new DimensionFit(dimension, error, slope, slopeError, Outcome.ESTIMATED);
  }

  /** Whether there is a dimension. */
  public boolean found() {
    return outcome == Outcome.ESTIMATED;
  }
}
