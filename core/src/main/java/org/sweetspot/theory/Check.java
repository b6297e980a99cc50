package org.sweetspot.theory;

import org.sweetspot.statistics.Sample;
import org.sweetspot.statistics.StudentT;

/**
 * One predicted number beside the measured one.
 *
 * @param what is compared
 * @param relation of the measured number to the predicted one
 * @param predicted by the claim
 * @param measured here
 * @param error half-width of the measurement's interval; 0 where nothing was drawn at random
 * @param tolerance that the claim or the step size allows beside the error
 */
public record Check(
    String what,
    Relation relation,
    double predicted,
    double measured,
    double error,
    double tolerance) {
  private static final double CONFIDENCE = 0.95;

  /** How the measured number should stand to the predicted one. */
  public enum Relation {
    /** They agree. */
    EQUAL("="),
    /** The measured one is not larger. */
    AT_MOST("<="),
    /** The measured one is not smaller. */
    AT_LEAST(">=");

    private final String sign;

    Relation(String sign) {
      this.sign = sign;
    }

    /** In plain characters. */
    public String sign() {
      return sign;
    }
  }

  /** Checks the numbers. */
  public Check {
    if (!(error >= 0) || !(tolerance >= 0)) {
      throw new IllegalArgumentException(
          "check of "
              + what
              + ": expected no negative error or tolerance, got "
              + error
              + ", "
              + tolerance);
    }
  }

  /** Agreement of numbers without chance. */
  public static Check equal(String what, double predicted, double measured, double tolerance) {
    return new Check(what, Relation.EQUAL, predicted, measured, 0, tolerance);
  }

  /** Agreement within an interval. */
  public static Check within(String what, double predicted, double measured, double error) {
    return new Check(what, Relation.EQUAL, predicted, measured, error, 0);
  }

  /** An upper bound. */
  public static Check atMost(String what, double bound, double measured, double error) {
    return new Check(what, Relation.AT_MOST, bound, measured, error, 0);
  }

  /** A lower bound. */
  public static Check atLeast(String what, double bound, double measured, double error) {
    return new Check(what, Relation.AT_LEAST, bound, measured, error, 0);
  }

  /**
   * The mean of repeated measurements.
   *
   * @param values at least two; Student's 95% interval of their mean is the error
   */
  public static Check mean(String what, Relation relation, double predicted, double... values) {
    double error = StudentT.factor(values.length - 1, CONFIDENCE) * Sample.standardError(values);
    return new Check(
        what, relation, predicted, Sample.mean(values), Double.isNaN(error) ? 0 : error, 0);
  }

  /** Whether it came out: an interval that reaches over a bound cannot tell. */
  public Verdict verdict() {
    if (Double.isNaN(measured) || Double.isNaN(predicted)) {
      return Verdict.CANNOT_TELL;
    }
    double over =
        switch (relation) {
          case EQUAL -> Math.abs(measured - predicted);
          case AT_MOST -> measured - predicted;
          case AT_LEAST -> predicted - measured;
        };
    if (relation == Relation.EQUAL) {
      return over <= error + tolerance ? Verdict.HOLDS : Verdict.DOES_NOT_HOLD;
    }
    if (over + error <= tolerance) {
      return Verdict.HOLDS;
    }
    return over - error > tolerance ? Verdict.DOES_NOT_HOLD : Verdict.CANNOT_TELL;
  }
}
