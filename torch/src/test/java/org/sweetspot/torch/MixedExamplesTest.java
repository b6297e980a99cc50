package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.measure.profile.MeasureCatalogue;
import org.sweetspot.measure.profile.Profile;
import org.sweetspot.measure.profile.ProfileProgress;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.OutputForm;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.vector.Precision;

/** Modules whose outputs for an example depend on the batch, even as they are used. */
class MixedExamplesTest {
  private static final MeasureSettings SMALL = MeasureSettings.DEFAULT.withExamples(8, 8);

  private static final TrainingFacts FACTS =
      TrainingFacts.UNKNOWN
          .withOptimizer(new OptimizerRecipe.Sgd(0.1, 0, false, 0, false))
          .withBatch(4);

  private static TorchProblem open(String name) {
    return Fixtures.open(
        TorchScriptTest.module("model/opaque-features-" + name + ".pt"),
        Fixtures.features(9),
        LossRecipe.DEFAULT,
        Precision.DOUBLE);
  }

  private static List<Measurement> measured(TorchProblem problem, String... ids) {
    try (MeasureContext context = new MeasureContext(problem, FACTS, SMALL, new Seed(1))) {
      return Profile.of(
              context, new MeasureCatalogue().choose(List.of(ids)), ProfileProgress.SILENT)
          .measurements();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"statistics", "centred", "mixing"})
  void theirExamplesHaveNoGradientsOfTheirOwn(String name) {
    try (TorchProblem problem = open(name)) {
      assertThat(problem.mixesExamples(Mode.EVALUATE)).isTrue();
      for (Measurement answer :
          measured(
              problem,
              "fisher-eigenvalues",
              "fisher-trace",
              "gauss-newton-trace",
              "ntk-spectrum",
              "mean-square-threshold",
              "noise-scale-plug-in")) {
        assertThat(answer.status()).isEqualTo(Status.NOT_APPLICABLE);
        assertThat(answer.conventions().text()).contains("examples with outputs of their own");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"twice", "broadcast", "frozen"})
  void othersAreNotTakenForSuch(String name) {
    try (TorchProblem problem = open(name)) {
      assertThat(problem.mixesExamples(Mode.EVALUATE)).isFalse();
    }
  }

  @Test
  void theWholeBatchHasCurvature() {
    try (TorchProblem problem = open("statistics")) {
      List<Measurement> answers = measured(problem, "hessian-eigenvalues", "hessian-trace");
      for (Measurement answer : answers) {
        assertThat(answer.value()).isNotNull();
        assertThat(answer.conventions().text()).contains("outputs depend on the batch they are in");
      }
      assertThat(Objects.requireNonNull(answers.get(0)).series().get(0)).isPositive();
      // Weight norms before a normalization do not matter, so that the loss bends downwards too.
      assertThat(problem.ability(OutputForm.class).orElseThrow().linearity(Mode.EVALUATE))
          .isEqualTo(org.sweetspot.problem.OutputForm.Linearity.UNKNOWN);
    }
  }
}
