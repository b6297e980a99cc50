package org.sweetspot.torch.model;

import java.util.List;
import org.sweetspot.random.RandomStream;
import org.sweetspot.recipe.InitializationRecipe;

/** Draws a network's initial parameters, group by group in the order of the flat vector. */
public final class Initialization {
  private final InitializationRecipe recipe;
  private final RandomStream stream;

  /**
   * Draws by a recipe from a stream.
   *
   * @param stream advances by the draws made
   */
  public Initialization(InitializationRecipe recipe, RandomStream stream) {
    this.recipe = recipe;
    this.stream = stream;
  }

  /** The flat vector's entries. */
  public double[] draw(List<Parameter> parameters) {
    long size = parameters.stream().mapToLong(p -> p.group().size()).sum();
    double[] entries = new double[Math.toIntExact(size)];
    int weights =
        (int) parameters.stream().filter(p -> p.start() == Parameter.Start.WEIGHT).count();
    int weight = 0;
    for (Parameter parameter : parameters) {
      double factor =
          parameter.start() == Parameter.Start.WEIGHT
              ? recipe.scale() * shape(weight++, weights)
              : 1;
      int offset = (int) parameter.group().offset();
      int end = offset + (int) parameter.group().size();
      for (int i = offset; i < end; i++) {
        entries[i] = factor * draw(parameter);
      }
    }
    return entries;
  }

  private double shape(int layer, int layers) {
    return layers == 1 ? 1 : StrictMath.pow(recipe.shape(), 1 - 2.0 * layer / (layers - 1));
  }

  private double draw(Parameter parameter) {
    return switch (parameter.start()) {
      case ZERO -> 0;
      case ONE -> 1;
      case NORMAL -> stream.nextGaussian();
      case BIAS ->
          recipe.kind() == InitializationRecipe.Kind.DEFAULT ? uniform(parameter.fanIn()) : 0;
      case WEIGHT ->
          switch (recipe.kind()) {
            case DEFAULT -> uniform(parameter.fanIn());
            case KAIMING -> normal(2.0 / (double) parameter.fanIn());
            case XAVIER -> normal(2.0 / (double) (parameter.fanIn() + parameter.fanOut()));
          };
    };
  }

  private double uniform(long fanIn) {
    return (2 * stream.nextDouble() - 1) / StrictMath.sqrt((double) fanIn);
  }

  private double normal(double variance) {
    return StrictMath.sqrt(variance) * stream.nextGaussian();
  }
}
