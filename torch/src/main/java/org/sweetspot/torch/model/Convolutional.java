package org.sweetspot.torch.model;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.recipe.Activation;
import org.sweetspot.recipe.ConvolutionRecipe;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.NormalizationRecipe;

/** Convolutions over images or over time, then dense layers. */
final class Convolutional {
  private Convolutional() {}

  static Network images(ModelRecipe.Cnn recipe, Task task) {
    Extent in =
        task.extent(
            "cnn",
            2,
            "[channels, height, width]",
            "use images (digits, idx, cifar, npz of 4 axes), or an mlp");
    Declaration declaration = new Declaration();
    List<Layer> layers = new ArrayList<>();
    Extent end =
        stack(
            declaration,
            layers,
            in,
            recipe.convolutions(),
            recipe.activation(),
            recipe.normalization());
    layers.add(new Flatten());
    layers.addAll(
        FullyConnected.end(
            declaration,
            end.size(),
            recipe.dense(),
            task.classes(),
            recipe.activation(),
            recipe.normalization()));
    return new LayeredNetwork(declaration, recipe, new Sequence(layers));
  }

  static Network signals(ModelRecipe.Audio recipe, Task task) {
    Extent in =
        task.extent(
            "audio",
            1,
            "[channels, samples]",
            "use signals (npz of 3 axes), or a cnn for images, an mlp for features");
    Declaration declaration = new Declaration();
    List<Layer> layers = new ArrayList<>();
    Extent end =
        stack(
            declaration,
            layers,
            in,
            recipe.convolutions(),
            recipe.activation(),
            recipe.normalization());
    layers.add(new MeanPooling());
    layers.addAll(
        FullyConnected.end(
            declaration,
            end.channels(),
            recipe.dense(),
            task.classes(),
            recipe.activation(),
            recipe.normalization()));
    return new LayeredNetwork(declaration, recipe, new Sequence(layers));
  }

  private static Extent stack(
      Declaration to,
      List<Layer> layers,
      Extent in,
      List<ConvolutionRecipe> convolutions,
      Activation activation,
      NormalizationRecipe normalization) {
    Extent extent = in;
    int sides = in.sides().size();
    for (int i = 0; i < convolutions.size(); i++) {
      ConvolutionRecipe c = convolutions.get(i);
      String name = "convolution" + (i + 1);
      int margin = c.padding().margin(c.kernel());
      layers.add(
          Convolution.declare(
              to,
              name,
              extent,
              c.channels(),
              c.kernel(),
              c.stride(),
              margin,
              !Normalizations.shifts(normalization)));
      extent = extent.convolved(c.channels(), c.kernel(), c.stride(), margin);
      layers.addAll(Normalizations.declare(to, name + ".normalization", extent, normalization));
      Layer nonlinearity = new Nonlinearity(activation);
      if (c.pool() > 1) {
        extent = extent.pooled(c.pool());
        Layer pooling = new MaxPooling(sides, c.pool());
        // The largest of increasing functions is the function of the largest, on fewer numbers.
        layers.addAll(
            activation == Activation.GELU
                ? List.of(nonlinearity, pooling)
                : List.of(pooling, nonlinearity));
      } else {
        layers.add(nonlinearity);
      }
      to.puts(2 * extent.size());
    }
    return extent;
  }
}
