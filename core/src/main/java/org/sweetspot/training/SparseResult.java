package org.sweetspot.training;

import org.sweetspot.problem.Problem;
import org.sweetspot.recipe.SparsityRecipe;

/**
 * What is evaluated and kept of a sparse training: the weights with all but N of every M zero, by
 * the magnitudes that they have then. It has no state.
 */
record SparseResult(Problem problem, SparsityRecipe recipe) implements AfterUpdate {
  @Override
  public void after(Update update) {}

  @Override
  public boolean replaces() {
    return true;
  }

  @Override
  public void replace() {
    double[] weights = problem.parameters().toArray();
    double[] mask = WeightMask.of(problem, recipe);
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= mask[i];
    }
    problem.parameters().set(weights);
  }

  @Override
  public void close() {}
}
