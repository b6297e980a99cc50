package org.sweetspot.training;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVector;

/**
 * Adam: m := b1 m + (1 - b1) g; s := b2 s + (1 - b2) g^2; w := w - rate (m / (1 - b1^t)) / (sqrt(s
 * / (1 - b2^t)) + epsilon). Coupled decay adds decay * w to g; decoupled decay shrinks w first
 * (Loshchilov and Hutter 2019).
 */
final class AdamRule implements Optimizer {
  private final OptimizerRecipe.AdamW recipe;
  private final WeightDecay decay;
  private final LayerRates rates;
  private final ParameterVector mean;
  private final ParameterVector square;

  /**
   * The rule with its state at zero.
   *
   * @param rates a factor on the rate for each group of the space; coupled decay has its inverse
   */
  AdamRule(OptimizerRecipe.AdamW recipe, ParameterSpace space, List<Double> rates) {
    this.recipe = recipe;
    this.rates = LayerRates.of(space, rates);
    this.decay = WeightDecay.beside(rates, recipe.weightDecay(), recipe.decoupled(), space);
    this.mean = space.zero();
    this.square = space.zero();
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
    double b1 = recipe.beta1();
    double b2 = recipe.beta2();
    mean.scale(b1).add(1 - b1, gradient);
    square.scale(b2).addProduct(1 - b2, gradient, gradient);
    double meanCorrection = 1 - StrictMath.pow(b1, (double) step);
    double squareCorrection = 1 - StrictMath.pow(b2, (double) step);
    rates.addRatio(
        weights, -rate / meanCorrection, mean, 1 / squareCorrection, square, recipe.epsilon());
  }

  @Override
  public SortedMap<String, ParameterVector> vectors() {
    return new TreeMap<>(Map.of("mean", mean, "square", square));
  }

  @Override
  public void close() {
    decay.close();
    rates.close();
    mean.close();
    square.close();
  }
}
