package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.ModeWords;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.Precision;

/** In which mode a network is taken whose training differs from its use. */
class ModeTest {
  private static final TrainingFacts FACTS =
      TrainingFacts.UNKNOWN
          .withOptimizer(new OptimizerRecipe.Sgd(0.1, 0, false, 0, false))
          .withBatch(6);

  private static Measurement measure(TorchProblem problem, MeasureSettings settings, String id) {
    return Objects.requireNonNull(Modules.measure(problem, settings, FACTS, id).get(id));
  }

  @Test
  void stepsAreJudgedAsTrainingTakesThemAndTheFunctionAsItIsUsed() {
    try (TorchProblem problem = Modules.open("residual")) {
      Map<String, Measurement> all =
          Modules.measure(
              problem, Modules.EXACT, Modules.FACTS, "stability-margin", "hessian-eigenvalues");
      Measurement margin = Objects.requireNonNull(all.get("stability-margin"));
      Measurement function = Objects.requireNonNull(all.get("hessian-eigenvalues"));
      assertThat(margin.number())
          .isCloseTo(0.05 * value("residual", "train", "top0"), within(1e-9));
      assertThat(function.series().get(0))
          .isCloseTo(value("residual", "evaluate", "top0"), within(1e-9));
      assertThat(ModeWords.sentence(margin)).contains("mode train");
      assertThat(ModeWords.sentence(function)).contains("mode evaluate");
      MeasureSettings used = Modules.EXACT.withMode(Mode.EVALUATE);
      assertThat(measure(problem, used, "stability-margin").number())
          .isCloseTo(0.05 * value("residual", "evaluate", "top0"), within(1e-9));
    }
  }

  @Test
  void underBatchStatisticsNoiseIsThatOfWholeBatches() {
    try (TorchProblem problem = Modules.open("residual")) {
      Measurement one = measure(problem, Modules.EXACT, "noise-scale");
      Measurement other = measure(problem, Modules.EXACT, "noise-scale-two-batch");
      assertThat(one.status()).isEqualTo(other.status());
      assertThat(one.conventions().text()).isEqualTo(other.conventions().text());
      MeasureSettings trained = Modules.EXACT.withMode(Mode.PROBE);
      assertThat(measure(problem, trained, "gradient-noise").estimator())
          .contains("disjoint batches");
      assertThat(measure(problem, trained, "gradient-diversity").status())
          .isEqualTo(Status.NOT_APPLICABLE);
      // Single examples have gradients of the network as it is used, and say so.
      for (String id : new String[] {"gradient-noise", "noise-scale-plug-in", "tail-index"}) {
        Measurement single = measure(problem, Modules.EXACT, id);
        assertThat(single.status()).isEqualTo(Status.ESTIMATE);
        assertThat(ModeWords.sentence(single)).contains("mode evaluate");
        assertThat(single.value())
            .isEqualTo(measure(problem, Modules.EXACT.withMode(Mode.EVALUATE), id).value());
      }
    }
  }

  @Test
  void aLargerSetIsTheMeanOverBatchesOfTheTrainingsSize() {
    try (TorchProblem problem = Modules.open("residual")) {
      Measurement margin = measure(problem, Modules.EXACT, "critical-sharpness");
      assertThat(margin.conventions().text()).contains("in 4 random batches of at most 6");
    }
  }

  @Test
  void dropoutIsDrawnOnceForABatchSoThatProductsAreDerivatives() {
    try (TorchProblem problem = Modules.open("dropout");
        ParameterVector weights = problem.parameters().copy();
        ParameterVector there = problem.space().zero();
        ParameterVector back = problem.space().zero();
        ParameterVector product = problem.space().zero();
        ParameterVector direction = problem.space().zero()) {
      assertThat(problem.modesDiffer()).isTrue();
      double[] entries = new double[(int) problem.space().dimension()];
      Arrays.setAll(entries, i -> Math.sin(1 + i));
      direction.set(entries);
      Batch batch = Batch.range(Split.TRAIN, 0, 24);
      try (var graph =
          problem.ability(SecondOrder.class).orElseThrow().linearize(batch, Mode.PROBE)) {
        graph.apply(direction, product);
      }
      double h = 1e-6;
      problem.parameters().add(h, direction);
      problem.gradient(batch, Mode.PROBE, there);
      problem.parameters().set(weights);
      problem.parameters().add(-h, direction);
      problem.gradient(batch, Mode.PROBE, back);
      problem.parameters().set(weights);
      there.add(-1, back);
      there.scale(1 / (2 * h));
      there.add(-1, product);
      assertThat(there.norm()).isLessThan(1e-7 * product.norm());
      assertThat(problem.loss(batch, Mode.PROBE)).isNotEqualTo(problem.loss(batch, Mode.EVALUATE));
    }
  }

  private static double value(String module, String mode, String what) {
    return Objects.requireNonNull(Modules.values(module, mode).get(what));
  }

  @Test
  void aModuleWhoseOutputsAreRandomInUseIsFoundOut() {
    for (String[] names :
        new String[][] {{"random", "random"}, {"traced-in-training", "dropout"}}) {
      try (TorchProblem problem = Modules.open(names[0], names[1], Precision.DOUBLE)) {
        for (String id : new String[] {"loss", "accuracy", "hessian-eigenvalues", "fisher-trace"}) {
          Measurement none = measure(problem, Modules.EXACT, id);
          assertThat(none.status()).as(id).isEqualTo(Status.NOT_APPLICABLE);
          assertThat(none.conventions().text()).contains("random").contains("--mode train");
        }
        // A step is judged as training takes it: its draws come from a named stream.
        Measurement margin = measure(problem, Modules.EXACT, "stability-margin");
        assertThat(margin.number()).isPositive();
        assertThat(measure(problem, Modules.EXACT, "stability-margin").value())
            .isEqualTo(margin.value());
      }
    }
  }

  @Test
  void aTracedModuleIsMeasuredInTheModeItWasTracedIn() {
    try (TorchProblem problem = Modules.open("traced-in-use", "dropout", Precision.DOUBLE)) {
      assertThat(measure(problem, Modules.EXACT, "hessian-eigenvalues").series().get(0))
          .isCloseTo(value("dropout", "evaluate", "top0"), within(1e-8));
      Measurement margin = measure(problem, Modules.EXACT, "stability-margin");
      assertThat(margin.status()).isEqualTo(Status.NOT_APPLICABLE);
      assertThat(margin.conventions().text()).contains("traced").contains("--mode evaluate");
      assertThat(
              measure(problem, Modules.EXACT.withMode(Mode.EVALUATE), "stability-margin").number())
          .isCloseTo(0.05 * value("dropout", "evaluate", "top0"), within(1e-8));
    }
    try (TorchProblem plain = Modules.open("traced-without-modes", "audio", Precision.DOUBLE)) {
      assertThat(plain.modesDiffer()).isFalse();
      assertThat(measure(plain, Modules.EXACT, "stability-margin").number())
          .isCloseTo(0.05 * value("audio", "evaluate", "top0"), within(1e-8));
    }
  }
}
