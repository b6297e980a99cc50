package org.sweetspot.precision;

/** Which of the two neighbours a value becomes. */
public enum Rounding {
  /** The nearer one; of two equally near the one of an even number of steps. */
  NEAREST("nearest"),
  /**
   * The upper one with probability (x - low) / (high - low), so that the mean is x. On a
   * logarithmic format this is the unbiased logarithmic rounding of Chmiel et al. (ICLR 2023),
   * below the smallest power included.
   */
  STOCHASTIC("stochastic"),
  /**
   * The power of two that is nearer by its logarithm, and zero below half the smallest: what a
   * logarithmic format is often given, biased.
   */
  NEAREST_LOGARITHM("nearest-logarithm");

  private final String word;

  Rounding(String word) {
    this.word = word;
  }

  /** As it is written in recipes. */
  public String word() {
    return word;
  }
}
