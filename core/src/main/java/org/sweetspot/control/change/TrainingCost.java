package org.sweetspot.control.change;

import org.sweetspot.random.Seed;
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
    double perEpoch = order.examples(order.stepsPerEpoch());
    long steps = ((long) (visits / perEpoch + 1e-9)) * order.stepsPerEpoch();
    while (order.examples(steps + 1) <= visits * (1 + 1e-9)) {
      steps++;
    }
    return Math.max(1, steps);
  }

  /** How many times the other's examples this takes. */
  public double times(TrainingCost other) {
    return (double) examples / other.examples();
  }

  private static BatchOrder order(Recipe recipe, int examples) {
    return new BatchOrder(
        examples, recipe.training().batch(), recipe.data().augmentation(), new Seed(recipe.seed()));
  }
}
