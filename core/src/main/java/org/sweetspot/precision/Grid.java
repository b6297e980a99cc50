package org.sweetspot.precision;

/**
 * The magnitudes that a format holds: between two powers of two, 2^e and 2^(e+1), they are 2^(e-m)
 * apart; below the smallest exponent as far apart as at it.
 *
 * <p>Integers are the case where the smallest exponent is above all values, logarithmic formats the
 * one without mantissa. The methods here are the definition, in double precision; {@link
 * GridKernel} is the fast form.
 *
 * @param mantissaBits m, at least 0
 * @param minExponent the smallest exponent of a full mantissa
 * @param largest the largest magnitude
 */
public record Grid(int mantissaBits, int minExponent, float largest) {
  /** Checks that the largest magnitude is one. */
  public Grid {
    if (mantissaBits < 0 || mantissaBits > 22) {
      throw new IllegalArgumentException(
          "mantissa bits of a number format: expected 0 to 22, got " + mantissaBits);
    }
    if (!(largest > 0 && largest <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "largest magnitude of a number format: expected a positive number, got " + largest);
    }
    double steps = largest / step(largest, mantissaBits, minExponent);
    if (steps != Math.rint(steps)) {
      throw new IllegalArgumentException(
          "largest magnitude of a number format: expected one that it holds, got " + largest);
    }
  }

  /** How far apart the magnitudes are at this one, upwards. */
  public double step(double magnitude) {
    return step(magnitude, mantissaBits, minExponent);
  }

  private static double step(double magnitude, int mantissaBits, int minExponent) {
    return Math.scalb(1.0, Math.max(Math.getExponent(magnitude), minExponent) - mantissaBits);
  }

  /** The smallest magnitude above 0. */
  public float smallest() {
    return (float) step(0);
  }

  /** The nearest number that is held, of two the one of an even number of steps; saturates. */
  public float nearest(float value) {
    if (Float.isNaN(value)) {
      return value;
    }
    double magnitude = Math.min(Math.abs(value), largest);
    double step = step(magnitude);
    return Math.copySign((float) (Math.rint(magnitude / step) * step), value);
  }

  /** The largest magnitude that is held and at most this one, with its sign; saturates. */
  public float towardsZero(float value) {
    if (Float.isNaN(value)) {
      return value;
    }
    double magnitude = Math.min(Math.abs(value), largest);
    double step = step(magnitude);
    return Math.copySign((float) (Math.floor(magnitude / step) * step), value);
  }

  /** The smallest magnitude that is held and at least this one, with its sign; saturates. */
  public float awayFromZero(float value) {
    if (Float.isNaN(value)) {
      return value;
    }
    double magnitude = Math.min(Math.abs(value), largest);
    double step = step(magnitude);
    return Math.copySign((float) (Math.ceil(magnitude / step) * step), value);
  }

  /**
   * With which probability stochastic rounding goes away from zero: (x - low) / (high - low), so
   * that the mean is x.
   */
  public double probabilityAway(float value) {
    double magnitude = Math.min(Math.abs(value), largest);
    double steps = magnitude / step(magnitude);
    return steps - Math.floor(steps);
  }
}
