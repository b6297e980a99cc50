package org.sweetspot.torch.model;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.recipe.Activation;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.NormalizationRecipe;

/** Linear models and multilayer perceptrons, and the dense end of other networks. */
final class FullyConnected {
  private FullyConnected() {}

  static Network linear(ModelRecipe.Linear recipe, Task task) {
    task.requireNoText("linear");
    Declaration declaration = new Declaration();
    Layer output = Dense.declare(declaration, "output", task.size(), task.classes(), true, 1);
    return new LayeredNetwork(declaration, recipe, new Sequence(List.of(new Flatten(), output)));
  }

  static Network mlp(ModelRecipe.Mlp recipe, Task task) {
    task.requireNoText("mlp");
    Declaration declaration = new Declaration();
    List<Layer> layers = new ArrayList<>(List.of(new Flatten()));
    layers.addAll(
        end(
            declaration,
            task.size(),
            recipe.hidden(),
            task.classes(),
            recipe.activation(),
            recipe.normalization()));
    return new LayeredNetwork(declaration, recipe, new Sequence(layers));
  }

  /** Hidden layers with normalization and activation, then a plain output layer. */
  static List<Layer> end(
      Declaration to,
      long inputs,
      List<Integer> hidden,
      int outputs,
      Activation activation,
      NormalizationRecipe normalization) {
    List<Layer> layers = new ArrayList<>();
    long width = inputs;
    for (int i = 0; i < hidden.size(); i++) {
      int next = hidden.get(i);
      String name = "dense" + (i + 1);
      layers.add(Dense.declare(to, name, width, next, !Normalizations.shifts(normalization), 1));
      layers.addAll(
          Normalizations.declare(
              to, name + ".normalization", new Extent(next, List.of()), normalization));
      layers.add(new Nonlinearity(activation));
      to.puts(next);
      width = next;
    }
    layers.add(Dense.declare(to, "output", width, outputs, true, 1));
    return layers;
  }
}
