package org.sweetspot.control.invariant;

import java.util.List;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.change.EffectiveRate;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;

/** How long weights remember (Wang and Aitchison 2024). */
public final class DecayTimescale implements Invariant {
  @Override
  public Card card() {
    return new Card(
        "decay timescale",
        "Passes over the data until weight decay has forgotten old gradients: steps"
            + " of 1 / (rate decay), in epochs.",
        "epochs");
  }

  @Override
  public boolean applies(List<Recipe> recipes) {
    return recipes.stream().allMatch(one -> one.training().optimizer().weightDecay() > 0);
  }

  @Override
  public double of(Recipe recipe, Change change, Readings readings) {
    OptimizerRecipe optimizer = recipe.training().optimizer();
    return 1 / (EffectiveRate.of(optimizer) * optimizer.weightDecay()) / change.perEpoch(recipe);
  }
}
