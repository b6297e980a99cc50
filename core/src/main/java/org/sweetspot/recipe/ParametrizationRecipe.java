package org.sweetspot.recipe;

/**
 * How initial weights and learning rates of single layers depend on the width of the hidden layers.
 */
public sealed interface ParametrizationRecipe
    permits ParametrizationRecipe.Standard, ParametrizationRecipe.MaximalUpdate {
  /** One rate for all layers, initial weights by fan in alone. */
  ParametrizationRecipe STANDARD = new Standard();

  /** One rate for all layers, initial weights by fan in alone, as PyTorch has it. */
  record Standard() implements ParametrizationRecipe {}

  /**
   * Maximal-update parametrization: a network of the base width trains as the rest of the recipe
   * says, bit by bit; at m times that width each layer has its own factor on rate, decay and
   * initial weights, so that every layer's update moves the outputs as much as at the base width
   * and the best learning rate stays where it was. The factors stand in {@code
   * org.sweetspot.training.MaximalUpdate}.
   *
   * @param baseWidth width of the first hidden layer in the network whose rates the recipe names;
   *     the other widths count as scaled by the same factor m
   */
  record MaximalUpdate(int baseWidth) implements ParametrizationRecipe {
    /** Checks the width. */
    public MaximalUpdate {
      Require.that(baseWidth >= 1, "base-width", "at least 1", baseWidth);
    }
  }
}
