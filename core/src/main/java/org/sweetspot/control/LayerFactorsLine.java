package org.sweetspot.control;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.ParametrizationRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.statistics.Figures;
import org.sweetspot.training.MaximalUpdate.Place;

/** What a training loop has to change for maximal-update parametrization, as lines of comment. */
final class LayerFactorsLine {
  private LayerFactorsLine() {}

  static void addTo(List<LoopChange> changes, Recipe baseline, Recipe plan) {
    ParametrizationRecipe before = baseline.model().parametrization();
    ParametrizationRecipe after = plan.model().parametrization();
    if (before.equals(after)) {
      return;
    }
    changes.add(new LoopChange("parametrization", words(before), words(after), lines(plan)));
  }

  private static String words(ParametrizationRecipe parametrization) {
    return parametrization instanceof ParametrizationRecipe.MaximalUpdate maximal
        ? "maximal-update, base width " + maximal.baseWidth()
        : "standard";
  }

  private static String lines(Recipe plan) {
    double m = plan.model().widthRatio();
    OptimizerRecipe optimizer = plan.training().optimizer();
    String head =
        "# parametrization: "
            + words(plan.model().parametrization())
            + "\n# for first, hidden and last weights, hidden and last biases:";
    String rates = "\n#   lr times " + each(place -> place.rate(optimizer, m));
    String decay =
        optimizer.weightDecay() > 0
            ? "\n#   weight_decay of weights times " + decays(optimizer, m)
            : "";
    String epsilon =
        optimizer instanceof OptimizerRecipe.Sgd
            ? ""
            : "\n#   eps times " + each(place -> 1 / place.fanOut(m));
    String start =
        "\n#   PyTorch's initial last weights times "
            + Figures.three(1 / Math.sqrt(m))
            + "\n#   initial biases after hidden weights and last biases times "
            + Figures.three(Math.sqrt(m));
    return head + rates + decay + epsilon + start;
  }

  /** Of decoupled decay, which PyTorch multiplies by the rate, the inverse of the rate's factor. */
  private static String decays(OptimizerRecipe optimizer, double m) {
    boolean byRate = optimizer instanceof OptimizerRecipe.AdamW adam && adam.decoupled();
    return List.of(Place.FIRST, Place.HIDDEN, Place.LAST).stream()
        .map(place -> place.fanIn(m) / (byRate ? 1 : place.fanOut(m)))
        .map(Figures::three)
        .collect(Collectors.joining(", "));
  }

  private static String each(ToDoubleFunction<Place> factor) {
    return List.of(Place.FIRST, Place.HIDDEN, Place.LAST, Place.OFFSET, Place.LAST_OFFSET).stream()
        .map(place -> Figures.three(factor.applyAsDouble(place)))
        .collect(Collectors.joining(", "));
  }
}
