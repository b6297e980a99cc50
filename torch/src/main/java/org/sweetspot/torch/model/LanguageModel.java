package org.sweetspot.torch.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.sweetspot.recipe.Activation;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.NormalizationRecipe;
import org.sweetspot.torch.tangent.Forward;
import org.sweetspot.torch.tangent.Kept;
import org.sweetspot.torch.tangent.LinearRule;
import org.sweetspot.torch.tangent.SumRule;

/**
 * A decoder-only transformer with pre-normalized blocks (Vaswani 2017; Radford 2019): token ids
 * examples x tokens in, logits examples x tokens x classes out.
 */
final class LanguageModel {
  private final Declaration declaration = new Declaration();
  private final ModelRecipe.Transformer recipe;
  private final long tokens;

  private LanguageModel(ModelRecipe.Transformer recipe, long tokens) {
    this.recipe = recipe;
    this.tokens = tokens;
  }

  static Network build(ModelRecipe.Transformer recipe, Task task) {
    if (!task.text() || task.shape().size() != 1) {
      throw new IllegalArgumentException(
          "model transformer: expected text of shape [tokens], got examples of shape "
              + task.shape()
              + "; use a text source, or an mlp, cnn or audio model");
    }
    return new LanguageModel(recipe, task.shape().get(0)).build(task.classes());
  }

  private Network build(int classes) {
    long width = recipe.width();
    List<Layer> layers = new ArrayList<>();
    layers.add(TokenEmbedding.declare(declaration, classes, width, tokens));
    layers.add(PositionEmbedding.declare(declaration, tokens, width));
    for (int i = 0; i < recipe.layers(); i++) {
      String name = "block" + (i + 1);
      List<Layer> attention = normalization(name + ".attention.normalization");
      attention.add(
          Attention.declare(declaration, name + ".attention", width, recipe.heads(), tokens));
      layers.add(new Added(new Sequence(attention)));
      List<Layer> feed = normalization(name + ".dense.normalization");
      feed.add(Dense.declare(declaration, name + ".dense1", width, 4 * width, true, tokens));
      feed.add(new Nonlinearity(Activation.GELU));
      declaration.puts(4 * width * tokens);
      feed.add(Dense.declare(declaration, name + ".dense2", 4 * width, width, true, tokens));
      layers.add(new Added(new Sequence(feed)));
    }
    layers.addAll(normalization("normalization"));
    layers.add(Dense.declare(declaration, "output", width, classes, true, tokens));
    return new LayeredNetwork(declaration, recipe, new Sequence(layers));
  }

  private List<Layer> normalization(String name) {
    List<Layer> layers = new ArrayList<>();
    if (recipe.normalization().kind() == NormalizationRecipe.Kind.LAYER) {
      int scale = declaration.scale(name + ".scale", recipe.width());
      int shift = declaration.shift(name + ".shift", recipe.width());
      declaration.puts(recipe.width() * tokens);
      layers.add(
          new TokenNormalization(scale, shift, recipe.width(), recipe.normalization().epsilon()));
    }
    return layers;
  }

  /** x + path(x). */
  private record Added(Sequence path) implements Linearizable {
    @Override
    public Tensor forward(Tensor input, Pass pass) {
      return input.add(path.forward(input, pass));
    }

    @Override
    public boolean isLinearizable() {
      return path.isLinearizable();
    }

    @Override
    public boolean isLinearizableOnce() {
      return path.isLinearizableOnce();
    }

    @Override
    public Forward linearize(Tensor input, boolean moving, Pass pass, Kept kept) {
      return SumRule.of(
          path.linearize(input, moving, pass, kept),
          LinearRule.of(input, UnaryOperator.identity(), UnaryOperator.identity()));
    }
  }
}
