package org.sweetspot.torch.model;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.recipe.ModelRecipe;

/** A residual network of basic blocks for small images (He, Zhang, Ren and Sun 2016). */
final class ResidualNetwork {
  private final Declaration declaration = new Declaration();
  private final ModelRecipe.Residual recipe;

  private ResidualNetwork(ModelRecipe.Residual recipe) {
    this.recipe = recipe;
  }

  static Network build(ModelRecipe.Residual recipe, Task task) {
    Extent in =
        task.extent(
            "residual",
            2,
            "[channels, height, width]",
            "use images (digits, idx, cifar, npz of 4 axes), or an mlp");
    return new ResidualNetwork(recipe).build(in, task.classes());
  }

  private Network build(Extent in, int classes) {
    List<Layer> layers = new ArrayList<>(convolution("stem", in, recipe.channels(), 3, 1));
    layers.add(new Nonlinearity(recipe.activation()));
    Extent extent = in.convolved(recipe.channels(), 3, 1, 1);
    declaration.puts(extent.size());
    int channels = recipe.channels();
    for (int stage = 0; stage < recipe.blocks().size(); stage++) {
      channels = stage == 0 ? channels : Math.multiplyExact(2, channels);
      for (int block = 0; block < recipe.blocks().get(stage); block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        String name = "stage" + (stage + 1) + ".block" + (block + 1);
        layers.add(block(name, extent, channels, stride));
        extent = extent.convolved(channels, 3, stride, 1);
      }
    }
    layers.add(new MeanPooling());
    layers.add(Dense.declare(declaration, "output", extent.channels(), classes, true, 1));
    return new LayeredNetwork(declaration, recipe, new Sequence(layers));
  }

  /** activation(path(x) + shortcut(x)). */
  private Layer block(String name, Extent in, int channels, int stride) {
    Extent out = in.convolved(channels, 3, stride, 1);
    List<Layer> path = new ArrayList<>(convolution(name + ".first", in, channels, 3, stride));
    path.add(new Nonlinearity(recipe.activation()));
    path.addAll(convolution(name + ".second", out, channels, 3, 1));
    List<Layer> shortcut =
        in.equals(out) ? List.of() : convolution(name + ".shortcut", in, channels, 1, stride);
    declaration.puts(3 * out.size());
    return new Sequence(
        List.of(
            new Branches(new Sequence(path), new Sequence(shortcut)),
            new Nonlinearity(recipe.activation())));
  }

  private List<Layer> convolution(String name, Extent in, int channels, int kernel, int stride) {
    List<Layer> layers = new ArrayList<>();
    layers.add(
        Convolution.declare(
            declaration,
            name,
            in,
            channels,
            kernel,
            stride,
            kernel / 2,
            !Normalizations.shifts(recipe.normalization())));
    layers.addAll(
        Normalizations.declare(
            declaration,
            name + ".normalization",
            in.convolved(channels, kernel, stride, kernel / 2),
            recipe.normalization()));
    return layers;
  }
}
