package org.sweetspot.control.invariant;

import java.util.List;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.measure.stability.StabilityMargin;
import org.sweetspot.recipe.Recipe;

/** How near the rate is to the edge of stability (Cohen et al., ICLR 2021). */
public final class SharpnessOverThreshold implements Invariant {
  @Override
  public Card card() {
    return new Card(
        "sharpness over its stability threshold",
        "How near the step size is to the edge of stability at the baseline's typical"
            + " curvature: 1 is the edge.",
        "");
  }

  @Override
  public boolean applies(List<Recipe> recipes) {
    return Invariant.areSgd(recipes);
  }

  @Override
  public double of(Recipe recipe, Change change, Readings readings) {
    return StabilityMargin.factor(recipe.training().optimizer()) * readings.typicalCurvature();
  }
}
