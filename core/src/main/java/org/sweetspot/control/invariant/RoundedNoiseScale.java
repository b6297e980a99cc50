package org.sweetspot.control.invariant;

import java.util.List;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.delay.DelayStability;
import org.sweetspot.control.delay.StaleSteps;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.measure.noise.StepTemperature;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;

/**
 * The SGD noise scale with what number formats, sparsity and stale gradients add to it: rate /
 * (batch (1 - m)) (1 + r) D, with r the squared error of quantized gradients over the noise of a
 * batch ({@link Readings#rounding}), and D the factor by which the delay raises the stationary
 * variance along the steepest direction ({@link StaleSteps#noiseFactor}) over that without delay;
 * infinite where that is not stable.
 */
public final class RoundedNoiseScale implements Invariant {
  @Override
  public Card card() {
    return new Card(
        "SGD noise scale with rounding and delay",
        "The SGD noise scale times one plus the squared error of quantized gradients over their"
            + " noise, and times what the delay adds to the variance along the steepest direction.",
        "");
  }

  @Override
  public boolean applies(List<Recipe> recipes) {
    return Invariant.areSgd(recipes)
        && recipes.stream()
            .anyMatch(one -> Readings.isRounded(one) || one.training().staleness() > 0);
  }

  @Override
  public double of(Recipe recipe, Change change, Readings readings) {
    OptimizerRecipe.Sgd optimizer = (OptimizerRecipe.Sgd) recipe.training().optimizer();
    double scale = StepTemperature.of(optimizer, recipe.training().batch());
    return scale * (1 + readings.roundingOf(recipe)) * delay(recipe, optimizer, readings);
  }

  private static double delay(Recipe recipe, OptimizerRecipe.Sgd optimizer, Readings readings) {
    int delay = recipe.training().staleness();
    double curvature = readings.typicalCurvature();
    if (delay == 0 || !(curvature > 0)) {
      return 1;
    }
    double step = optimizer.rate() * curvature;
    return StaleSteps.of(recipe.training(), optimizer.momentum()).noiseFactor(step)
        / DelayStability.of(0, optimizer.momentum()).noiseFactor(step);
  }
}
