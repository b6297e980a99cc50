package org.sweetspot.training;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVector;

/** RMSProp, with momentum on the divided gradient. */
final class RmsPropRule implements Optimizer {
  private final OptimizerRecipe.RmsProp recipe;
  private final WeightDecay decay;
  private final LayerRates rates;
  private final ParameterVector square;
  private final @Nullable ParameterVector velocity;

  /**
   * The rule with its state at zero.
   *
   * @param rates a factor on the rate for each group of the space; coupled decay has its inverse
   */
  RmsPropRule(OptimizerRecipe.RmsProp recipe, ParameterSpace space, List<Double> rates) {
    this.recipe = recipe;
    this.rates = LayerRates.of(space, rates);
    this.decay = WeightDecay.beside(rates, recipe.weightDecay(), recipe.decoupled(), space);
    this.square = space.zero();
    this.velocity = recipe.momentum() > 0 ? space.zero() : null;
  }

  @Override
  public void update(
      ParameterVector weights, ParameterVector gradient, double scale, double rate, long step) {
    if (scale != 1) {
      gradient.scale(scale);
    }
    if (recipe.decoupled()) {
      decay.shrink(rate, weights);
    } else {
      decay.add(1, weights, gradient);
    }
    square.scale(recipe.decay()).addProduct(1 - recipe.decay(), gradient, gradient);
    if (velocity == null) {
      rates.addRatio(weights, -rate, gradient, 1, square, recipe.epsilon());
    } else {
      velocity.scale(recipe.momentum()).addRatio(1, gradient, 1, square, recipe.epsilon());
      rates.add(weights, -rate, velocity);
    }
  }

  @Override
  public SortedMap<String, ParameterVector> vectors() {
    SortedMap<String, ParameterVector> vectors = new TreeMap<>();
    vectors.put("square", square);
    if (velocity != null) {
      vectors.put("velocity", velocity);
    }
    return vectors;
  }

  @Override
  public void close() {
    decay.close();
    rates.close();
    square.close();
    if (velocity != null) {
      velocity.close();
    }
  }
}
