package org.sweetspot.control.invariant;

import java.util.List;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.change.EffectiveRate;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.recipe.Recipe;

/** How far the weights could go (Hoffer et al., NeurIPS 2017). */
public final class LargestDistance implements Invariant {
  @Override
  public Card card() {
    return new Card(
        "largest distance",
        "The largest distance that the rates allow: rate times steps / (1 -" + " momentum).",
        "");
  }

  @Override
  public boolean applies(List<Recipe> recipes) {
    return Invariant.haveOneRate(recipes);
  }

  @Override
  public double of(Recipe recipe, Change change, Readings readings) {
    return EffectiveRate.of(recipe.training().optimizer()) * change.cost(recipe).steps();
  }
}
