package org.sweetspot.precision;

/** Which way a block's scale is rounded. */
public enum ScaleRounding {
  /** So that nothing saturates. */
  UP("scales-up"),
  /** As casts do: about half of all blocks saturate, which makes stochastic rounding biased. */
  NEAREST("scales-nearest"),
  /** As the MX specification suggests for powers of two: the most saturates. */
  DOWN("scales-down");

  private final String word;

  ScaleRounding(String word) {
    this.word = word;
  }

  /** As it is written in recipes. */
  public String word() {
    return word;
  }
}
