package org.sweetspot.recipe;

/** What stands around the input of a convolution. */
public enum Padding {
  /** As many zeros as half the kernel, rounded down, on each side. */
  HALF,
  /** Nothing: the output is smaller than the input. */
  NONE;

  /** Zeros on each side of the input. */
  public int margin(int kernel) {
    return this == HALF ? kernel / 2 : 0;
  }
}
