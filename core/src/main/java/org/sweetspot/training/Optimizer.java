package org.sweetspot.training;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVector;

/**
 * Turns a gradient into an update of the weights, in whole-vector operations that any engine has.
 * The formulas are those of {@link OptimizerRecipe}. Weight decay acts on weights and embeddings,
 * after clipping.
 */
public interface Optimizer extends AutoCloseable {
  /** The rule of a recipe, its state at zero; the caller closes it. */
  static Optimizer of(OptimizerRecipe recipe, ParameterSpace space) {
    return rule(recipe, space, Collections.nCopies(space.groups().size(), 1.0));
  }

  /**
   * The rule of a recipe in maximal-update parametrization, its state at zero; the caller closes
   * it.
   *
   * @param widthRatio hidden widths over those that the recipe's numbers are meant for; 1 is the
   *     plain rule, bit by bit
   * @throws IllegalArgumentException if the space has no two layers with weights
   */
  static Optimizer of(OptimizerRecipe recipe, ParameterSpace space, double widthRatio) {
    if (widthRatio == 1) {
      return of(recipe, space);
    }
    List<MaximalUpdate.Place> places = MaximalUpdate.places(space.groups());
    return new GradientByLayer(
        rule(
            recipe, space, places.stream().map(place -> place.update(recipe, widthRatio)).toList()),
        space,
        places.stream().map(place -> place.gradient(recipe, widthRatio)).toList());
  }

  private static Optimizer rule(
      OptimizerRecipe recipe, ParameterSpace space, List<Double> updates) {
    if (recipe instanceof OptimizerRecipe.AdamW adam) {
      return new AdamRule(adam, space, updates);
    }
    if (recipe instanceof OptimizerRecipe.RmsProp rms) {
      return new RmsPropRule(rms, space, updates);
    }
    return new SgdRule((OptimizerRecipe.Sgd) recipe, space);
  }

  /**
   * Moves the weights.
   *
   * @param weights moved in place
   * @param gradient of the mean loss; used up: its entries afterwards mean nothing
   * @param scale factor on the gradient, 1 unless it is clipped
   * @param rate the learning rate of this update, schedule included
   * @param step number of this update, from 1
   */
  void update(
      ParameterVector weights, ParameterVector gradient, double scale, double rate, long step);

  /** The state by name, live. */
  SortedMap<String, ParameterVector> vectors();

  /** Frees the state. */
  @Override
  void close();
}
