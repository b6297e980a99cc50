package org.sweetspot.control;

import static java.lang.String.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.correction.EffectiveRate;
import org.sweetspot.control.probe.Reading;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.measure.noise.StepTemperature;
import org.sweetspot.measure.stability.StabilityMargin;
import org.sweetspot.recipe.NormalizationRecipe;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.statistics.Figures;

/**
 * The quantities that a recipe fixes and that a change of the batch moves, computed from the
 * recipes and from the noise and the curvature read along the baseline.
 */
final class Invariants {
  private static final double HELD_WITHIN = 1.5;

  private final Change change;
  private final Readings readings;

  Invariants(Change change, Readings readings) {
    this.change = change;
    this.readings = readings;
  }

  List<Invariant> table(Recipe baseline, Recipe changed, Recipe controlled) {
    List<Invariant> table = new ArrayList<>();
    Row row =
        (name, meaning, unit, quantity) -> {
          double before = quantity.applyAsDouble(baseline);
          double after = quantity.applyAsDouble(controlled);
          boolean held =
              before == after || Math.abs(Math.log(after / before)) <= Math.log(HELD_WITHIN);
          table.add(
              new Invariant(
                  name,
                  meaning,
                  unit,
                  before,
                  quantity.applyAsDouble(changed),
                  after,
                  held,
                  held
                      ? "held within a factor of " + HELD_WITHIN
                      : format(
                          Locale.ROOT, "%s times the baseline", Figures.three(after / before))));
        };
    List<Boolean> gradient =
        Stream.of(baseline, changed, controlled)
            .map(recipe -> recipe.training().optimizer() instanceof OptimizerRecipe.Sgd)
            .toList();
    // Noise scales of different rules of the update do not compare.
    if (!gradient.contains(false)) {
      row.add(
          "SGD noise scale",
          "How strongly the choice of examples in a batch disturbs the weights: rate / (batch (1 -"
              + " momentum)).",
          "",
          Invariants::noiseScale);
      row.add(
          "sharpness over its stability threshold",
          "How near the step size is to the edge of stability at the baseline's typical curvature:"
              + " 1 is the edge.",
          "",
          recipe ->
              StabilityMargin.factor(recipe.training().optimizer()) * readings.typicalCurvature());
    } else if (!gradient.contains(true)) {
      row.add(
          "adaptive noise scale",
          "How strongly the choice of examples in a batch disturbs the weights under an adaptive"
              + " optimizer: rate / root of the batch.",
          "",
          recipe -> recipe.training().optimizer().rate() / Math.sqrt(recipe.training().batch()));
    }
    row.add("number of steps", "How many updates the training makes.", "steps", this::steps);
    row.add(
        "largest distance",
        "The largest distance that the rates allow: rate times steps / (1 - momentum).",
        "",
        recipe -> effectiveRate(recipe) * steps(recipe));
    row.add(
        "gradient signal to noise",
        "Squared mean gradient over its variance in one batch, along the baseline; above 1 a step"
            + " sees more signal than noise.",
        "",
        recipe ->
            readings.mean(reading -> Math.max(0, reading.signal()))
                * batch(recipe)
                / readings.mean(Reading::noise));
    row.add(
        "examples used",
        "What the training costs: gradients of single examples.",
        "examples",
        recipe -> change.cost(recipe).examples());
    if (Stream.of(baseline, changed, controlled)
        .allMatch(recipe -> recipe.training().optimizer().weightDecay() > 0)) {
      row.add(
          "decay timescale",
          "Passes over the data until weight decay has forgotten old gradients: steps of 1 / (rate"
              + " decay), in epochs.",
          "epochs",
          recipe ->
              1
                  / (effectiveRate(recipe) * recipe.training().optimizer().weightDecay())
                  / change.perEpoch(recipe));
    }
    if (baseline.model().normalization().kind() == NormalizationRecipe.Kind.BATCH) {
      row.add(
          "examples in a normalization",
          "Over how many examples batch normalization takes its statistics; fewer make them"
              + " noisier.",
          "examples",
          recipe ->
              recipe.model().normalization().kind() == NormalizationRecipe.Kind.GHOST
                  ? recipe.model().normalization().ghost()
                  : batch(recipe));
    }
    return table;
  }

  private static double noiseScale(Recipe recipe) {
    OptimizerRecipe.Sgd sgd = (OptimizerRecipe.Sgd) recipe.training().optimizer();
    return StepTemperature.of(sgd, recipe.training().batch());
  }

  private static double effectiveRate(Recipe recipe) {
    return EffectiveRate.of(recipe.training().optimizer());
  }

  private double steps(Recipe recipe) {
    return change.cost(recipe).steps();
  }

  private double batch(Recipe recipe) {
    return Math.min(recipe.training().batch(), change.examples(recipe));
  }

  /** Adds one line. */
  private interface Row {
    void add(String name, String meaning, String unit, ToDoubleFunction<Recipe> quantity);
  }
}
