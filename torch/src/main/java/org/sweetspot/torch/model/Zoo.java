package org.sweetspot.torch.model;

import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.torch.tensor.Place;

/** Every architecture a recipe can name. */
public final class Zoo {
  private Zoo() {}

  /**
   * The network of a recipe, fitted to the data's shape; the caller closes it.
   *
   * @param place where the network will compute
   * @throws IllegalArgumentException if the data's shape does not suit the model, or its file
   *     cannot be read
   */
  public static Network network(ModelRecipe recipe, Task task, Place place) {
    if (recipe instanceof ModelRecipe.Linear linear) {
      return FullyConnected.linear(linear, task);
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
    } else if (recipe instanceof ModelRecipe.TorchScript script) {
      return ScriptNetwork.load(script.file(), task, place);
    }
    throw new IllegalStateException("model: expected a known kind, got " + recipe);
  }
}
