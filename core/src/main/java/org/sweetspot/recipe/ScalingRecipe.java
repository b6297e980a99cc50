package org.sweetspot.recipe;

/**
 * Inputs become (x / largest - mean) / deviation, with {@code largest} the largest value that the
 * format can hold (255 for bytes, 16 for the digits, 1 for npz).
 *
 * @param mean subtracted after division by the largest value
 * @param deviation divided by, not zero
 */
public record ScalingRecipe(@Default("0") double mean, @Default("1") double deviation) {
  /** Leaves the inputs between 0 and 1. */
  public static final ScalingRecipe NONE = new ScalingRecipe(0, 1);

  /** Checks the deviation. */
  public ScalingRecipe {
    Require.that(Double.isFinite(mean), "mean", "a finite number", mean);
    Require.that(
        Double.isFinite(deviation) && deviation > 0, "deviation", "a number above 0", deviation);
  }
}
