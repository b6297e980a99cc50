package org.sweetspot.control.invariant;

import java.util.List;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;

/** Rate over the root of the batch (Malladi et al., NeurIPS 2022). */
public final class AdaptiveNoiseScale implements Invariant {
  @Override
  public Card card() {
    return new Card(
        "adaptive noise scale",
        "How strongly the choice of examples in a batch disturbs the weights under an"
            + " adaptive optimizer: rate / root of the batch.",
        "");
  }

  @Override
  public boolean applies(List<Recipe> recipes) {
    return Invariant.haveOneRate(recipes)
        && recipes.stream()
            .noneMatch(one -> one.training().optimizer() instanceof OptimizerRecipe.Sgd);
  }

  @Override
  public double of(Recipe recipe, Change change, Readings readings) {
    return recipe.training().optimizer().rate() / Math.sqrt(recipe.training().batch());
  }
}
