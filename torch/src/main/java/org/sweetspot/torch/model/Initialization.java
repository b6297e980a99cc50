package org.sweetspot.torch.model;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.random.RandomStream;
import org.sweetspot.recipe.InitializationRecipe;
import org.sweetspot.training.MaximalUpdate;
import org.sweetspot.training.MaximalUpdate.Place;

/** Draws a network's initial parameters, group by group in the order of the flat vector. */
public final class Initialization {
  private final InitializationRecipe recipe;
  private final double widthRatio;
  private final RandomStream stream;

  /**
   * Draws by a recipe from a stream.
   *
   * @param widthRatio hidden widths over those of the base of maximal-update parametrization; 1 for
   *     standard parametrization
   * @param stream advances by the draws made
   */
  public Initialization(InitializationRecipe recipe, double widthRatio, RandomStream stream) {
    this.recipe = recipe;
    this.widthRatio = widthRatio;
    this.stream = stream;
  }

  /** The flat vector's entries. */
  public double[] draw(List<Parameter> parameters) {
    long size = parameters.stream().mapToLong(p -> p.group().size()).sum();
    double[] entries = new double[Math.toIntExact(size)];
    List<Scale> scales = scales(parameters);
    int weights =
        (int) parameters.stream().filter(p -> p.start() == Parameter.Start.WEIGHT).count();
    int weight = 0;
    for (int k = 0; k < parameters.size(); k++) {
      Parameter parameter = parameters.get(k);
      double factor =
          parameter.start() == Parameter.Start.WEIGHT
              ? scales.get(k).factor() * recipe.scale() * shape(weight++, weights)
              : 1;
      int offset = (int) parameter.group().offset();
      int end = offset + (int) parameter.group().size();
      for (int i = offset; i < end; i++) {
        entries[i] = factor * draw(parameter.start(), scales.get(k));
      }
    }
    return entries;
  }

  /** The fans at the base width, and the factor on the deviation that they give. */
  private record Scale(double fanIn, double fanOut, double factor) {}

  private List<Scale> scales(List<Parameter> parameters) {
    if (widthRatio == 1) {
      return parameters.stream()
          .map(p -> new Scale((double) p.fanIn(), (double) p.fanOut(), 1))
          .toList();
    }
    List<Place> places = MaximalUpdate.places(parameters.stream().map(Parameter::group).toList());
    List<Scale> scales = new ArrayList<>();
    double fanIn = 1;
    for (int i = 0; i < places.size(); i++) {
      Parameter parameter = parameters.get(i);
      // An offset starts by its layer's fan in, which grew as that of the weights before it.
      fanIn = parameter.start() == Parameter.Start.BIAS ? fanIn : places.get(i).fanIn(widthRatio);
      scales.add(
          new Scale(
              (double) parameter.fanIn() / fanIn,
              (double) parameter.fanOut() / places.get(i).fanOut(widthRatio),
              places.get(i).initial(widthRatio)));
    }
    return scales;
  }

  private double shape(int layer, int layers) {
    return layers == 1 ? 1 : StrictMath.pow(recipe.shape(), 1 - 2.0 * layer / (layers - 1));
  }

  private double draw(Parameter.Start start, Scale scale) {
    return switch (start) {
      case ZERO -> 0;
      case ONE -> 1;
      case NORMAL -> stream.nextGaussian();
      case BIAS ->
          switch (recipe.kind()) {
            case DEFAULT -> uniform(scale.fanIn());
            case GAUSSIAN -> normal(1.0 / scale.fanIn());
            case KAIMING, XAVIER -> 0;
          };
      case WEIGHT ->
          switch (recipe.kind()) {
            case DEFAULT -> uniform(scale.fanIn());
            case KAIMING -> normal(2.0 / scale.fanIn());
            case XAVIER -> normal(2.0 / (scale.fanIn() + scale.fanOut()));
            case GAUSSIAN -> normal(1.0 / scale.fanIn());
          };
    };
  }

  private double uniform(double fanIn) {
    return (2 * stream.nextDouble() - 1) / StrictMath.sqrt(fanIn);
  }

  private double normal(double variance) {
    return StrictMath.sqrt(variance) * stream.nextGaussian();
  }
}
