package org.sweetspot.torch.model;

import org.sweetspot.recipe.ModelRecipe;

/** Every architecture a recipe can name. */
public final class Zoo {
  private Zoo() {}

  /**
   * The network of a recipe, fitted to the data's shape; the caller closes it.
   *
   * @throws IllegalArgumentException if the data's shape does not suit the model
   */
  public static Network network(ModelRecipe recipe, Task task) {
    if (recipe instanceof ModelRecipe.Linear) {
      return FullyConnected.linear(task);
    } else if (recipe instanceof ModelRecipe.Mlp mlp) {
      return FullyConnected.mlp(mlp, task);
    } else if (recipe instanceof ModelRecipe.Cnn cnn) {
      return Convolutional.images(cnn, task);
    } else if (recipe instanceof ModelRecipe.Audio audio) {
      return Convolutional.signals(audio, task);
    } else if (recipe instanceof ModelRecipe.Residual residual) {
      return ResidualNetwork.build(residual, task);
    } else if (recipe instanceof ModelRecipe.Transformer transformer) {
      return LanguageModel.build(transformer, task);
    }
    throw new IllegalArgumentException(
        "model: expected one of linear, mlp, cnn, residual, audio, transformer, got "
            + recipe.getClass().getSimpleName());
  }
}
