package org.sweetspot.torch.model;

import java.util.List;
import org.sweetspot.recipe.NormalizationRecipe;
import org.sweetspot.torch.model.Parameter.Start;

/** Makes the layer a normalization recipe asks for. */
final class Normalizations {
  private Normalizations() {}

  /** Whether the layer before needs no offset of its own, because a shift follows. */
  static boolean shifts(NormalizationRecipe recipe) {
    return recipe.kind() != NormalizationRecipe.Kind.NONE;
  }

  /** The layer, or none, over axis 1. */
  static List<Layer> declare(Declaration to, String name, Extent in, NormalizationRecipe recipe) {
    if (recipe.kind() == NormalizationRecipe.Kind.NONE) {
      return List.of();
    }
    long channels = in.channels();
    int scale = to.scale(name + ".scale", channels);
    int shift = to.shift(name + ".shift", channels);
    to.puts(in.size());
    return List.of(
        switch (recipe.kind()) {
          case BATCH, GHOST -> {
            int mean = to.buffer(name + ".mean", Start.ZERO, channels);
            int variance = to.buffer(name + ".variance", Start.ONE, channels);
            int chunk = recipe.kind() == NormalizationRecipe.Kind.GHOST ? recipe.ghost() : 0;
            yield new BatchNormalization(
                scale, shift, mean, variance, chunk, recipe.momentum(), recipe.epsilon());
          }
          case LAYER -> new GroupNormalization(scale, shift, 1, recipe.epsilon());
          case GROUP -> {
            if (channels % recipe.groups() != 0) {
              throw new IllegalArgumentException(
                  "normalization: expected groups that divide the "
                      + channels
                      + " channels of "
                      + name
                      + ", got "
                      + recipe.groups()
                      + "; change groups or the layer's width");
            }
            yield new GroupNormalization(scale, shift, recipe.groups(), recipe.epsilon());
          }
          case NONE -> throw new IllegalStateException("handled above");
        });
  }
}
