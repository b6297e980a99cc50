package org.sweetspot.theory.paper;

import java.util.function.ToDoubleFunction;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Recipe;

/** One recipe with several seeds, the same ones for each arm, so that arms can be paired. */
final class Repeats {
  private Repeats() {}

  /** The recipe with the seed of one repeat. */
  static Recipe one(Recipe recipe, int repeat, Seed seed) {
    return recipe.withSeed(seed.child("repeat/" + repeat).value() & Integer.MAX_VALUE);
  }

  /** A number of each repeat. */
  static double[] of(Recipe recipe, int count, Seed seed, ToDoubleFunction<Recipe> measured) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = measured.applyAsDouble(one(recipe, i, seed));
    }
    return values;
  }
}
