package org.sweetspot.control.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sweetspot.recipe.ConvolutionRecipe;
import org.sweetspot.recipe.ModelRecipe;

/**
 * The products of a model's layers, from its recipe. A dense layer takes inputs x outputs
 * multiplications, a convolution channels in x channels out x kernel sides x positions; a block of
 * a transformer 12 width^2 for each token in its four layers and 2 width for each pair of tokens in
 * attention, whose two products have no weights.
 */
public final class LayerShapes {
  private final List<LayerShape> layers = new ArrayList<>();
  private List<Integer> sides = List.of();
  private int channels;

  /** Whether the first layer is applied to data, and not to embeddings that are trained. */
  private boolean toData = true;

  private LayerShapes() {}

  /**
   * The layers in the network's order.
   *
   * @param shape of an input: numbers, channels x time, channels x height x width, or tokens
   * @param outputs classes, or numbers that are answered
   * @return empty for a module whose layers the recipe does not name, and for other shapes
   */
  public static Optional<List<LayerShape>> of(ModelRecipe model, List<Integer> shape, int outputs) {
    LayerShapes shapes = new LayerShapes();
    int numbers = shape.stream().reduce(1, Math::multiplyExact);
    if (model instanceof ModelRecipe.Linear) {
      shapes.dense(numbers, List.of(), outputs);
    } else if (model instanceof ModelRecipe.Mlp mlp) {
      shapes.dense(numbers, mlp.hidden(), outputs);
    } else if (model instanceof ModelRecipe.Transformer transformer) {
      shapes.transformer(transformer, numbers, outputs);
    } else if (shape.size() > 1) {
      shapes.channels = shape.get(0);
      shapes.sides = shape.subList(1, shape.size());
      shapes.images(model, outputs);
    }
    return shapes.layers.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(shapes.layers));
  }

  private void images(ModelRecipe model, int outputs) {
    if (model instanceof ModelRecipe.Cnn cnn) {
      stack(cnn.convolutions());
      dense(size(), cnn.dense(), outputs);
    } else if (model instanceof ModelRecipe.Audio audio) {
      stack(audio.convolutions());
      dense(channels, audio.dense(), outputs);
    } else if (model instanceof ModelRecipe.Residual residual) {
      residual(residual, outputs);
    }
  }

  private void dense(int inputs, List<Integer> widths, int outputs) {
    int width = inputs;
    for (int i = 0; i < widths.size(); i++) {
      dense("dense" + (i + 1), width, widths.get(i), 1);
      width = widths.get(i);
    }
    dense("output", width, outputs, 1);
  }

  /** A dense layer over so many tokens. */
  private void dense(String name, int in, int out, double tokens) {
    double weights = (double) in * out;
    add(name, weights, in, in * tokens, out * tokens, weights * tokens);
  }

  private void transformer(ModelRecipe.Transformer model, int tokens, int outputs) {
    toData = false;
    int width = model.width();
    double pairs = (double) tokens * tokens;
    for (int i = 1; i <= model.layers(); i++) {
      String name = "block" + i;
      dense(name + ".attention.mixed", width, 3 * width, tokens);
      double scores = model.heads() * pairs;
      double stream = (double) width * tokens;
      attention(name + ".attention.scores", stream, stream, scores, width * pairs);
      attention(name + ".attention.context", scores, stream, stream, width * pairs);
      dense(name + ".attention.output", width, width, tokens);
      dense(name + ".dense1", width, 4 * width, tokens);
      dense(name + ".dense2", 4 * width, width, tokens);
    }
    dense("output", width, outputs, tokens);
  }

  /** A product of two activations. */
  private void attention(String name, double left, double right, double out, double products) {
    layers.add(new LayerShape(name, 0, right, 0, left, out, products, false));
  }

  private void residual(ModelRecipe.Residual model, int outputs) {
    int width = model.channels();
    convolution("stem", width, 3, 1, 1);
    for (int stage = 0; stage < model.blocks().size(); stage++) {
      width *= stage == 0 ? 1 : 2;
      for (int block = 0; block < model.blocks().get(stage); block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        String name = "stage" + (stage + 1) + ".block" + (block + 1);
        int before = channels;
        List<Integer> from = sides;
        convolution(name + ".first", width, 3, stride, 1);
        convolution(name + ".second", width, 3, 1, 1);
        if (before != width || !from.equals(sides)) {
          int after = channels;
          channels = before;
          sides = from;
          convolution(name + ".shortcut", width, 1, stride, 0);
          channels = after;
        }
      }
    }
    dense("output", channels, outputs, 1);
  }

  private void stack(List<ConvolutionRecipe> convolutions) {
    for (int i = 0; i < convolutions.size(); i++) {
      ConvolutionRecipe layer = convolutions.get(i);
      int kernel = layer.kernel();
      convolution(
          "convolution" + (i + 1),
          layer.channels(),
          kernel,
          layer.stride(),
          layer.padding().margin(kernel));
      sides = sides.stream().map(side -> side / layer.pool()).toList();
    }
  }

  private void convolution(String name, int to, int kernel, int stride, int margin) {
    double weights = channels * Math.pow(kernel, sides.size()) * to;
    int from = channels;
    double inputs = size();
    sides =
        sides.stream().map(side -> Math.floorDiv(side + 2 * margin - kernel, stride) + 1).toList();
    channels = to;
    add(name, weights, from, inputs, size(), weights * size() / to);
  }

  private int size() {
    return sides.stream().reduce(channels, Math::multiplyExact);
  }

  private void add(
      String name,
      double weights,
      int summed,
      double inputs,
      double outputs,
      double multiplications) {
    layers.add(
        new LayerShape(
            name,
            weights,
            0,
            summed,
            inputs,
            outputs,
            multiplications,
            toData && layers.isEmpty()));
  }
}
