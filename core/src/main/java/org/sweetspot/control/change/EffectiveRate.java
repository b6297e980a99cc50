package org.sweetspot.control.change;

import org.sweetspot.recipe.OptimizerRecipe;

/** How far the weights move along a gradient that stays the same: rate / (1 - momentum) for SGD. */
public final class EffectiveRate {
  private EffectiveRate() {}

  /** The rate before any schedule, momentum counted in. */
  public static double of(OptimizerRecipe optimizer) {
    if (optimizer instanceof OptimizerRecipe.Sgd sgd) {
      return sgd.rate() / (1 - sgd.momentum());
    } else if (optimizer instanceof OptimizerRecipe.RmsProp rms) {
      return rms.rate() / (1 - rms.momentum());
    }
    return optimizer.rate();
  }
}
