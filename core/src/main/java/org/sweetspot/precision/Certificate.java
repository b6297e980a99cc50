package org.sweetspot.precision;

/**
 * Whether a quantizer is right on average, by experiment on inputs that are hard for it.
 *
 * @param name of the quantizer
 * @param random whether it draws
 * @param worst the input on which it is furthest off; of one that does not draw, normal values
 * @param z the largest |z| of any group of values on any input, 0 for one that does not draw
 * @param limit beyond which z speaks against the quantizer: chance exceeds it once in a thousand
 *     certificates
 * @param shrinkage sum sign(x) (mean Q(x) - x) / sum |x| on the worst input: below 0 where values
 *     are made smaller
 * @param error its standard error; 0 for one that does not draw
 * @param distance |mean Q(x) - x| / |x| on the worst input, with the part that noise alone explains
 *     taken off
 */
public record Certificate(
    String name,
    boolean random,
    String worst,
    double z,
    double limit,
    double shrinkage,
    double error,
    double distance) {
  /** Below it a deterministic quantizer's error is float32's own. */
  private static final double ROUNDING = 1e-6;

  /** Whether nothing speaks against the mean being right. */
  public boolean unbiased() {
    return random ? z <= limit : distance <= ROUNDING;
  }
}
