package org.sweetspot.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.junit.jupiter.api.Test;
import org.sweetspot.control.layer.ChangedLayers;
import org.sweetspot.control.layer.ErrorReading;
import org.sweetspot.control.layer.GradientErrors;
import org.sweetspot.control.layer.LayerErrors;
import org.sweetspot.control.layer.PartError;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.problem.RefusedException;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.ChangeRecipe;
import org.sweetspot.recipe.PrecisionRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeReader;

/** Layers whose costs are known add up; seeds scatter, the same way in every arm but a little. */
class LayerExperimentTest {
  private static final Recipe RECIPE =
      RecipeReader.parse(
          "a.yaml",
          """
          name: a
          data: {source: digits, split: {train: 300, validation: 700, test: 797}}
          model: {kind: mlp, hidden: [8, 8]}
          training: {batch: 10, optimizer: {kind: sgd, rate: 0.1}, budget: 1 epochs}
          control: {change: {precision: mxfp4}, seeds: 8, limit: 1}
          """);

  /** Accuracy 0.9 less what each changed layer costs, in points. */
  private record Known(Map<String, Double> costs, Map<String, Double> squares, List<String> trained)
      implements Laboratory {
    Known(Map<String, Double> costs, Map<String, Double> squares) {
      this(costs, squares, new ArrayList<>());
    }

    @Override
    public int trainingExamples(Recipe recipe) {
      return 1000;
    }

    @Override
    public int validationExamples(Recipe recipe) {
      return recipe.data().split().validation();
    }

    @Override
    public int testExamples(Recipe recipe) {
      return 500;
    }

    @Override
    public int classes(Recipe recipe) {
      return 10;
    }

    @Override
    public ArmRun train(Recipe recipe, DoubleConsumer progress) {
      PrecisionRecipe precision = recipe.training().precision();
      double points = 0;
      StringBuilder changed = new StringBuilder();
      if (precision.operands().isPresent()) {
        for (Map.Entry<String, Double> cost : costs.entrySet()) {
          if (!precision.keeps(cost.getKey() + ".weight")) {
            points += cost.getValue();
            changed.append(cost.getKey()).append(' ');
          }
        }
      }
      trained.add(changed.toString().strip());
      double own = 0.1 * new Seed(recipe.seed()).stream("own" + changed).nextGaussian();
      double common = new Seed(recipe.seed()).stream("common").nextGaussian();
      double accuracy = 0.9 + (common + own - points) / 100;
      return new ArmRun(
          recipe.seed(), 1, accuracy, accuracy, accuracy, 1, 100, 1000, 1, points > 50, List.of());
    }

    @Override
    public List<Measurement> measure(Recipe recipe) {
      return List.of();
    }

    @Override
    public Readings read(Recipe recipe) {
      throw new AssertionError("not asked");
    }

    @Override
    public Optional<LayerErrors> errors(Recipe baseline, Recipe changed) {
      List<PartError> parts = new ArrayList<>();
      squares.forEach((name, square) -> parts.add(part(name, square)));
      ErrorReading reading =
          new ErrorReading(0.5, 1, List.of(1.0, 1.0, 1.0), 1, parts, part("all", 1));
      return Optional.of(
          new LayerErrors(
              new ChangedLayers(changed.training(), List.copyOf(squares.keySet())),
              new GradientErrors(List.of(reading)),
              Optional.empty()));
    }

    private static PartError part(String name, double square) {
      List<Double> squares = List.of(0.9 * square, square, 1.1 * square);
      return new PartError(name, squares, square / 2, 0, 0, 0, 0);
    }
  }

  private static Map<String, Double> map(double dense1, double dense2, double output) {
    Map<String, Double> map = new LinkedHashMap<>();
    map.put("dense1", dense1);
    map.put("dense2", dense2);
    map.put("output", output);
    return map;
  }

  private static LayerResult run(Known laboratory) {
    return new LayerExperiment(laboratory, ExperimentObserver.SILENT, Map.of()).run(RECIPE);
  }

  @Test
  void theWorstLayerIsKeptAndTheOthersAreChanged() {
    Known laboratory = new Known(map(0.1, 3, 0.2), map(0.2, 0.7, 0.1));
    LayerResult result = run(laboratory);
    assertThat(result.ranking())
        .extracting(LayerCost::layer)
        .containsExactly("dense2", "dense1", "output");
    assertThat(result.whole().within()).isFalse();
    assertThat(result.kept()).containsExactly("dense2");
    assertThat(result.plan().training().precision().keep()).isEqualTo("^(dense2)([.]|$)");
    LayerTrial chosen = java.util.Objects.requireNonNull(result.chosen());
    assertThat(chosen.validation().value()).isCloseTo(0.3, within(0.3));
    assertThat(result.mixes()).extracting(LayerTrial::name).hasSize(2);
    assertThat(java.util.Objects.requireNonNull(result.worstOverMildest()).value())
        .isCloseTo(2.8, within(0.4));
    assertThat(laboratory.trained().stream().distinct())
        .containsExactly("", "dense1 dense2 output", "dense2", "output", "dense1 output");
  }

  @Test
  void aPredictedCostIsTheShareOfTheWholeWithBothErrors() {
    LayerResult result = run(new Known(map(0.5, 1, 0.5), map(0.2, 0.7, 0.1)));
    LayerCost worst = result.cost("dense2");
    assertThat(worst.share().value()).isCloseTo(0.7, within(1e-12));
    double whole = result.whole().validation().value();
    assertThat(worst.predicted().value()).isCloseTo(0.7 * whole, within(1e-12));
    // All batches scatter together, so that the share is known exactly.
    assertThat(worst.share().error()).isCloseTo(0, within(1e-12));
    double half = result.whole().validation().high() - whole;
    assertThat(worst.predicted().high() - worst.predicted().value())
        .isCloseTo(0.7 * half, within(1e-9));
  }

  @Test
  void aChangeWithinTheLimitIsTakenWhole() {
    LayerResult result = run(new Known(map(0.1, 0.2, 0.1), map(0.2, 0.7, 0.1)));
    assertThat(result.chosen()).isEqualTo(result.whole());
    assertThat(result.kept()).isEmpty();
    assertThat(result.mixes()).isEmpty();
    assertThat(result.plan().training().precision().keep()).isEqualTo("none");
  }

  @Test
  void theSequenceStopsAtTheFirstThatIsNotWithin() {
    // The ranking is wrong: the layer of the smallest share costs most. Nothing after it is tried.
    Known laboratory = new Known(map(0.1, 0.1, 5), map(0.2, 0.7, 0.1));
    LayerResult result = run(laboratory);
    assertThat(result.chosen()).isNull();
    assertThat(result.kept()).containsExactly("dense2", "dense1", "output");
    assertThat(result.plan().training().precision()).isEqualTo(PrecisionRecipe.NONE);
    assertThat(java.util.Objects.requireNonNull(result.worstOverMildest()).high()).isNegative();
    assertThat(laboratory.trained()).doesNotContain("dense1 output");
  }

  @Test
  void aRunThatDivergedIsNotWithin() {
    Known laboratory = new Known(map(60, 0.1, 0.1), map(0.7, 0.2, 0.1));
    LayerResult result = run(laboratory);
    assertThat(result.whole().diverged()).isEqualTo(8);
    assertThat(result.kept()).containsExactly("dense1");
  }

  /**
   * A layer that costs exactly the limit is accepted wrongly in at most (1 - confidence) / 2 of all
   * experiments.
   */
  @Test
  void aCostAtTheLimitIsAcceptedNoMoreOftenThanStated() {
    int experiments = 400;
    int accepted = 0;
    for (int i = 0; i < experiments; i++) {
      Known laboratory = new Known(map(1, 5, 5), map(0.1, 0.7, 0.2));
      Recipe recipe = RECIPE.withSeed(1000L * i);
      LayerResult result =
          new LayerExperiment(laboratory, ExperimentObserver.SILENT, Map.of()).run(recipe);
      accepted += result.chosen() == null ? 0 : 1;
    }
    double level = 0.025;
    assertThat((double) accepted / experiments)
        .isLessThan(level + 3 * Math.sqrt(level * (1 - level) / experiments));
    assertThat(accepted).isPositive();
  }

  @Test
  void anythingButFormatsAndSparsityIsRefused() {
    Known laboratory = new Known(map(0, 0, 0), map(1, 1, 1));
    LayerExperiment experiment =
        new LayerExperiment(laboratory, ExperimentObserver.SILENT, Map.of());
    assertThatThrownBy(
            () ->
                experiment.run(
                    RECIPE.withControl(RECIPE.control().withChange(ChangeRecipe.batch(50)))))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("training.batch");
    assertThatThrownBy(
            () ->
                experiment.run(
                    RECIPE.withTraining(
                        RECIPE
                            .training()
                            .withPrecision(PrecisionRecipe.of(PrecisionRecipe.Kind.FP8)))))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("full precision");
  }
}
