package org.sweetspot.training;

import org.sweetspot.recipe.BatchSizes;
import org.sweetspot.recipe.Span;
import org.sweetspot.recipe.TrainingRecipe;

/** How many updates a recipe makes, before it is trained. */
public final class StepCount {
  private StepCount() {}

  /**
   * Updates of a recipe whose budget is in steps or in epochs of ceil(n / B) updates.
   *
   * @param examples in the training split
   * @throws IllegalArgumentException if the budget is in seconds
   */
  public static long of(TrainingRecipe recipe, int examples) {
    if (recipe.budget().unit() == Span.Unit.SECONDS) {
      throw new IllegalArgumentException(
          "budget: expected epochs or steps to count updates, got " + recipe.budget());
    }
    return new Budget(recipe.budget(), BatchSizes.of(recipe, examples)).steps();
  }

  /** Updates of one pass over the training split in batches of one size: ceil(n / B). */
  public static long perEpoch(int batch, int examples) {
    return (examples + (long) batch - 1) / batch;
  }

  /**
   * Updates of one pass over the training split: ceil(n / B), or the mean over the whole training
   * where its batch size changes.
   */
  public static double perEpoch(TrainingRecipe recipe, int examples) {
    BatchSizes sizes = BatchSizes.of(recipe, examples);
    if (sizes.isConstant() || recipe.budget().unit() == Span.Unit.SECONDS) {
      return perEpoch(recipe.batch(), examples);
    }
    long steps = of(recipe, examples);
    return steps / sizes.epochs(steps);
  }
}
