package org.sweetspot.training;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.AveragingRecipe;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.recipe.WorkersRecipe;

/**
 * What happens to the weights beside the optimizer's update: the seam behind the optimizer. It may
 * move the weights that are trained (a projection, a mask, a rounding), or keep others that are
 * evaluated in their place (an average).
 */
public interface AfterUpdate extends Resumable {
  /** What a recipe does after its updates, in this order; the caller closes each. */
  static List<AfterUpdate> of(TrainingRecipe recipe, Problem problem, Seed seed) {
    List<AfterUpdate> parts = new ArrayList<>();
    if (!(recipe.workers() instanceof WorkersRecipe.Local)) {
      // Workers with weights of their own round these.
      recipe
          .precision()
          .rounding()
          .ifPresent(
              quantizer ->
                  parts.add(
                      new RoundedWeights(problem, quantizer, recipe.precision()::keeps, seed)));
    }
    if (recipe.averaging().kind() != AveragingRecipe.Kind.NONE) {
      parts.add(new WeightAverage(recipe.averaging(), problem));
    }
    if (recipe.sparsity().sparse().isPresent()) {
      parts.add(new SparseResult(problem, recipe.sparsity()));
    }
    // Last, since what is sparse or a mean is rounded, and not the reverse.
    recipe
        .precision()
        .evaluatedRounding()
        .ifPresent(
            quantizer ->
                parts.add(new RoundedResult(problem, quantizer, recipe.precision()::keeps, seed)));
    return List.copyOf(parts);
  }

  /** Before the optimizer moves the weights; loss and gradient were finite. */
  default void before(Update update) {}

  /** After the optimizer moved the weights. */
  void after(Update update);

  /** Whether {@link #replace} would now change weights or buffers. */
  default boolean replaces() {
    return false;
  }

  /**
   * Puts the weights and buffers that are evaluated, and kept at the end, in the place of those
   * that are trained; the caller puts these back where the training goes on.
   */
  default void replace() {}

  /** The training diverged and went back to earlier weights: forgets what came of the others. */
  default void diverged() {}
}
