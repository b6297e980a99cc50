package org.sweetspot.training;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVector;

/** Gradient descent with heavy-ball or Nesterov momentum; without momentum it keeps no state. */
final class SgdRule implements Optimizer {
  private final OptimizerRecipe.Sgd recipe;
  private final WeightDecay decay;
  private final @Nullable ParameterVector velocity;

  SgdRule(OptimizerRecipe.Sgd recipe, ParameterSpace space) {
    this.recipe = recipe;
    this.decay = new WeightDecay(recipe.weightDecay(), space);
    this.velocity = recipe.momentum() > 0 ? space.zero() : null;
  }

  @Override
  public void update(
      ParameterVector weights, ParameterVector gradient, double scale, double rate, long step) {
    if (velocity == null) {
      // Both kinds of decay subtract rate * decay * w.
      decay.shrink(rate, weights);
      weights.add(-rate * scale, gradient);
      return;
    }
    velocity.scale(recipe.momentum()).add(scale, gradient);
    if (!recipe.decoupled()) {
      decay.add(1, weights, velocity);
    }
    if (recipe.nesterov()) {
      // w - rate (g + m v): shrinking first is the part of g that coupled decay adds.
      decay.shrink(rate, weights);
      weights.add(-rate * scale, gradient).add(-rate * recipe.momentum(), velocity);
    } else {
      if (recipe.decoupled()) {
        decay.shrink(rate, weights);
      }
      weights.add(-rate, velocity);
    }
  }

  @Override
  public SortedMap<String, ParameterVector> vectors() {
    SortedMap<String, ParameterVector> vectors = new TreeMap<>();
    if (velocity != null) {
      vectors.put("velocity", velocity);
    }
    return vectors;
  }

  @Override
  public void close() {
    decay.close();
    if (velocity != null) {
      velocity.close();
    }
  }
}
