package org.sweetspot.control.invariant;

import java.util.List;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.recipe.NormalizationRecipe;
import org.sweetspot.recipe.Recipe;

/** Examples that share batch statistics (Hoffer et al., NeurIPS 2017). */
public final class NormalizedExamples implements Invariant {
  @Override
  public Card card() {
    return new Card(
        "examples in a normalization",
        "Over how many examples batch normalization takes its statistics; fewer make"
            + " them noisier.",
        "examples");
  }

  @Override
  public boolean applies(List<Recipe> recipes) {
    return recipes.get(0).model().normalization().kind() == NormalizationRecipe.Kind.BATCH;
  }

  @Override
  public double of(Recipe recipe, Change change, Readings readings) {
    NormalizationRecipe normalization = recipe.model().normalization();
    return normalization.kind() == NormalizationRecipe.Kind.GHOST
        ? normalization.ghost()
        : Math.min(recipe.training().batch(), change.examples(recipe));
  }
}
