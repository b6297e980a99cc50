package org.sweetspot.control.invariant;

import java.util.List;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.measure.noise.StepTemperature;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;

/** Rate over batch, momentum counted in (Smith and Le, ICLR 2018). */
public final class SgdNoiseScale implements Invariant {
  @Override
  public Card card() {
    return new Card(
        "SGD noise scale",
        "How strongly the choice of examples in a batch disturbs the weights: rate /"
            + " (batch (1 - momentum)).",
        "");
  }

  @Override
  public boolean applies(List<Recipe> recipes) {
    return Invariant.areSgd(recipes);
  }

  @Override
  public double of(Recipe recipe, Change change, Readings readings) {
    return StepTemperature.of(
        (OptimizerRecipe.Sgd) recipe.training().optimizer(), recipe.training().batch());
  }
}
