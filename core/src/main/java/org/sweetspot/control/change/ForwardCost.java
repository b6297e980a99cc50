package org.sweetspot.control.change;

import java.util.List;
import java.util.OptionalDouble;
import org.sweetspot.recipe.ModelRecipe;

/**
 * Multiplications with weights, and of attention, in the forward pass of one example: what a model
 * computes, up to a factor that is the same for all (a gradient takes about three forward passes).
 * Activations, normalization and pooling are left out. The sum over {@link LayerShapes}.
 */
public final class ForwardCost {
  private ForwardCost() {}

  /**
   * The multiplications of one example.
   *
   * @param shape of an input: numbers, channels x time, channels x height x width, or tokens
   * @param outputs classes, or numbers that are answered
   * @return empty for a module whose layers the recipe does not name, and for other shapes
   */
  public static OptionalDouble of(ModelRecipe model, List<Integer> shape, int outputs) {
    return LayerShapes.of(model, shape, outputs)
        .map(layers -> layers.stream().mapToDouble(LayerShape::multiplications).sum())
        .map(OptionalDouble::of)
        .orElse(OptionalDouble.empty());
  }
}
