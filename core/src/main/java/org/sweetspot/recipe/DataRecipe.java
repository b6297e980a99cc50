package org.sweetspot.recipe;

/**
 * What to train on.
 *
 * @param source where the examples come from
 * @param split how many go where
 * @param scaling how inputs are shifted and scaled
 * @param augmentation how training examples are varied
 */
public record DataRecipe(
    SourceRecipe source,
    @Default("{}") SplitRecipe split,
    @Default("{}") ScalingRecipe scaling,
    @Default("{}") AugmentationRecipe augmentation) {

  /** The same data with another augmentation. */
  public DataRecipe withAugmentation(AugmentationRecipe value) {
    return new DataRecipe(source, split, scaling, value);
  }

  /** The same data split in another way. */
  public DataRecipe withSplit(SplitRecipe value) {
    return new DataRecipe(source, value, scaling, augmentation);
  }
}
