package org.sweetspot.recipe;

/**
 * How training examples are varied, anew at every visit.
 *
 * @param crop images are padded by so many zero pixels (after scaling) on each side and cropped
 *     back at random; for 1-D signals the same along time
 * @param flip mirrors half of the visits left to right
 * @param copies how often each example stands in its batch, varied differently (batch augmentation,
 *     Hoffer 2019); the batch grows by that factor
 */
public record AugmentationRecipe(
    @Default("0") int crop, @Default("false") boolean flip, @Default("1") int copies) {
  /** No variation. */
  public static final AugmentationRecipe NONE = new AugmentationRecipe(0, false, 1);

  /** Checks the numbers. */
  public AugmentationRecipe {
    Require.that(crop >= 0, "crop", "0 pixels or more", crop);
    Require.that(copies >= 1, "copies", "1 or more", copies);
  }

  /** Whether anything is varied. */
  public boolean varies() {
    return crop > 0 || flip;
  }
}
