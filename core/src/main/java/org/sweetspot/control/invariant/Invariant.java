package org.sweetspot.control.invariant;

import java.util.List;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;

/** A quantity that a recipe fixes. Implementations hold no state. */
public interface Invariant {
  /** What a user should know of it. */
  Card card();

  /** Whether it means something for all of these recipes, so that they can be compared in it. */
  boolean applies(List<Recipe> recipes);

  /** Whether all of them are trained by SGD, whose step is the gradient times one rate. */
  static boolean areSgd(List<Recipe> recipes) {
    return haveOneRate(recipes)
        && recipes.stream()
            .allMatch(one -> one.training().optimizer() instanceof OptimizerRecipe.Sgd);
  }

  /** Whether in none of them layers have rates of their own. */
  static boolean haveOneRate(List<Recipe> recipes) {
    return recipes.stream().allMatch(one -> one.model().hasOneRate());
  }

  /**
   * Its value.
   *
   * @param recipe the baseline, the changed or the planned one
   * @param change which knows how many examples a recipe has
   * @param readings noise and curvature along the baseline
   */
  double of(Recipe recipe, Change change, Readings readings);

  /**
   * What it is.
   *
   * @param name for instance "SGD noise scale"
   * @param meaning one plain sentence, with the formula
   * @param unit empty for pure numbers
   */
  record Card(String name, String meaning, String unit) {}
}
