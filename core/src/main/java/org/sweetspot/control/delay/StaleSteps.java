package org.sweetspot.control.delay;

import org.sweetspot.recipe.Delays;
import org.sweetspot.recipe.TrainingRecipe;

/**
 * What a recipe's stale gradients do to SGD's steps, whichever ages it has.
 *
 * @param delays how ages are distributed
 * @param mean age in updates
 * @param momentum of the optimizer
 */
public record StaleSteps(Delays delays, int mean, double momentum) {
  /** Those of a recipe at a momentum. */
  public static StaleSteps of(TrainingRecipe recipe, double momentum) {
    return new StaleSteps(recipe.delays(), recipe.staleness(), momentum);
  }

  /** The largest stable learning rate at a curvature, in mean square where ages are random. */
  public double largestRate(double curvature) {
    if (delays == Delays.CONSTANT) {
      return DelayStability.of(mean, momentum).largestRate(curvature);
    }
    if (!(curvature > 0)) {
      throw new IllegalArgumentException(
          "curvature for a stable learning rate: expected above 0, got " + curvature);
    }
    return new RandomDelayStability(delays.probabilities(mean), momentum).limit() / curvature;
  }

  /** By how much ages raise the stationary variance at rate * curvature; infinite if unstable. */
  public double noiseFactor(double step) {
    return delays == Delays.CONSTANT
        ? DelayStability.of(mean, momentum).noiseFactor(step)
        : new RandomDelayStability(delays.probabilities(mean), momentum).noiseFactor(step);
  }
}
