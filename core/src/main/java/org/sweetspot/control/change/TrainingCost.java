package org.sweetspot.control.change;

import org.sweetspot.random.Seed;
import org.sweetspot.recipe.BatchSizes;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.training.BatchOrder;
import org.sweetspot.training.StepCount;

/**
 * What a training takes, as its recipe fixes it.
 *
 * @param steps updates
 * @param examples gradients of single examples: a short last batch counts as short as it is, each
 *     copy of an example counts, and so does the second gradient of sharpness-aware minimization
 */
public record TrainingCost(long steps, long examples) {
  /** Costs nearer to each other than this share are the same but for a short last batch. */
  public static final double SAME = 0.01;

  /**
   * The cost of a recipe whose budget is in epochs or steps.
   *
   * @param examples in the training split
   */
  public static TrainingCost of(Recipe recipe, int examples) {
    return of(recipe, examples, StepCount.of(recipe.training(), examples));
  }

  /** The cost of the first updates of a recipe. */
  public static TrainingCost of(Recipe recipe, int examples, long steps) {
    double gradients = recipe.training().sharpnessAware().gradients();
    return new TrainingCost(steps, Math.round(gradients * order(recipe, examples).examples(steps)));
  }

  /** The most updates of a recipe that take no more than so many gradients; at least one. */
  public static long stepsWithin(Recipe recipe, int examples, double gradients) {
    double visits = gradients / recipe.training().sharpnessAware().gradients();
    BatchOrder order = order(recipe, examples);
    double most = visits * (1 + 1e-9);
    long low = 0;
    long high = 1;
    while (order.examples(high) <= most) {
      low = high;
      high *= 2;
    }
    while (high - low > 1) {
      long middle = (low + high) / 2;
      if (order.examples(middle) <= most) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.max(1, low);
  }

  /** How many times the other's examples this takes. */
  public double times(TrainingCost other) {
    return (double) examples / other.examples();
  }

  private static BatchOrder order(Recipe recipe, int examples) {
    return new BatchOrder(
        BatchSizes.of(recipe.training(), examples),
        recipe.data().augmentation(),
        new Seed(recipe.seed()));
  }
}
