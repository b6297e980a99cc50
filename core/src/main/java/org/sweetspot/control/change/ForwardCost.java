package org.sweetspot.control.change;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.sweetspot.recipe.ConvolutionRecipe;
import org.sweetspot.recipe.ModelRecipe;

/**
 * Multiplications with weights, and of attention, in the forward pass of one example: what a model
 * computes, up to a factor that is the same for all (a gradient takes about three forward passes).
 * Activations, normalization and pooling are left out. A dense layer takes inputs x outputs, a
 * convolution channels in x channels out x kernel sides x positions, a block of a transformer 12
 * width^2 for each token and 2 width for each pair of tokens.
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
    double numbers = shape.stream().mapToDouble(side -> side).reduce(1, (a, b) -> a * b);
    if (model instanceof ModelRecipe.Linear) {
      return OptionalDouble.of(numbers * outputs);
    } else if (model instanceof ModelRecipe.Mlp mlp) {
      return OptionalDouble.of(dense(numbers, mlp.hidden(), outputs));
    } else if (model instanceof ModelRecipe.Transformer transformer) {
      double tokens = numbers;
      double width = transformer.width();
      double block = 12 * width * width * tokens + 2 * width * tokens * tokens;
      return OptionalDouble.of(transformer.layers() * block + tokens * width * outputs);
    }
    boolean sides = shape.size() > 1;
    if (sides && model instanceof ModelRecipe.Cnn cnn) {
      Walk walk = new Walk(shape);
      walk.all(cnn.convolutions());
      return OptionalDouble.of(walk.cost + dense(walk.size(), cnn.dense(), outputs));
    } else if (sides && model instanceof ModelRecipe.Audio audio) {
      Walk walk = new Walk(shape);
      walk.all(audio.convolutions());
      return OptionalDouble.of(walk.cost + dense(walk.channels, audio.dense(), outputs));
    } else if (sides && model instanceof ModelRecipe.Residual residual) {
      return OptionalDouble.of(residual(residual, shape, outputs));
    }
    return OptionalDouble.empty();
  }

  private static double residual(ModelRecipe.Residual model, List<Integer> shape, int outputs) {
    Walk walk = new Walk(shape);
    int channels = model.channels();
    walk.convolution(channels, 3, 1, 1);
    for (int stage = 0; stage < model.blocks().size(); stage++) {
      channels *= stage == 0 ? 1 : 2;
      for (int block = 0; block < model.blocks().get(stage); block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        double before = walk.channels;
        walk.convolution(channels, 3, stride, 1);
        if (before != channels || stride > 1) {
          walk.cost += before * walk.size();
        }
        walk.convolution(channels, 3, 1, 1);
      }
    }
    return walk.cost + (double) channels * outputs;
  }

  private static double dense(double inputs, List<Integer> widths, int outputs) {
    double cost = 0;
    double width = inputs;
    for (int next : widths) {
      cost += width * next;
      width = next;
    }
    return cost + width * outputs;
  }

  /** What has come out of the convolutions so far, and what they took. */
  private static final class Walk {
    private double channels;
    private final List<Integer> sides;
    private double cost;

    Walk(List<Integer> shape) {
      channels = shape.get(0);
      sides = new ArrayList<>(shape.subList(1, shape.size()));
    }

    double size() {
      return channels * sides.stream().mapToDouble(side -> side).reduce(1, (a, b) -> a * b);
    }

    void all(List<ConvolutionRecipe> layers) {
      for (ConvolutionRecipe layer : layers) {
        int kernel = layer.kernel();
        convolution(layer.channels(), kernel, layer.stride(), layer.padding().margin(kernel));
        sides.replaceAll(side -> side / layer.pool());
      }
    }

    void convolution(int to, int kernel, int stride, int margin) {
      double weights = channels * Math.pow(kernel, sides.size());
      sides.replaceAll(side -> Math.floorDiv(side + 2 * margin - kernel, stride) + 1);
      channels = to;
      cost += weights * size();
    }
  }
}
