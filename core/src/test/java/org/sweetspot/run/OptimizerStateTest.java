package org.sweetspot.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.SecondMoment;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.measure.stability.StabilityMargin;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.training.Clouds;
import org.sweetspot.training.Training;
import org.sweetspot.vector.ParameterVector;

/** What a finished run keeps of its optimizer. */
class OptimizerStateTest {
  private static final Recipe RECIPE = CloudRuns.recipe(40);
  private static final Recipe ADAM =
      RECIPE.withTraining(
          RECIPE
              .training()
              .withOptimizer(new OptimizerRecipe.AdamW(0.01, 0.9, 0.99, 1e-8, 0.001, true)));

  @TempDir Path folder;

  @Test
  void theStateOfAnAdaptiveOptimizerIsKeptForItsStability() {
    CloudRuns.carryOut(folder, ADAM);
    RunFolder run = new RunFolder(folder);
    try (Problem problem = CloudRuns.problem();
        ParameterVector kept = problem.space().zero();
        Problem plain = Clouds.problem(30);
        Problem trained = CloudRuns.problem();
        Training training = Training.start(ADAM, trained)) {
      TrainingFacts facts = TrainingFacts.of(run, kept);
      training.run(List.of());
      assertThat(kept.toArray())
          .isEqualTo(
              Objects.requireNonNull(training.state().vectors().get("optimizer-square")).toArray());
      SecondMoment moment = Objects.requireNonNull(facts.secondMoment());
      assertThat(moment.step()).isEqualTo(40);
      run.weights(problem);
      plain.parameters().set(problem.parameters());
      try (MeasureContext context =
          new MeasureContext(plain, facts, MeasureSettings.DEFAULT, new Seed(1))) {
        Measurement margin = new StabilityMargin().measure(context);
        assertThat(margin.value()).isNotNull();
        assertThat(margin.estimator()).contains("preconditioned");
      }
    }
  }

  @Test
  void aRunWithoutOneSaysWhatWouldHelp() {
    CloudRuns.carryOut(folder, RECIPE);
    try (Problem problem = CloudRuns.problem();
        ParameterVector none = problem.space().zero()) {
      TrainingFacts facts = TrainingFacts.of(new RunFolder(folder), none);
      assertThat(facts.secondMoment()).isNull();
      TrainingFacts adam = facts.withOptimizer(ADAM.training().optimizer());
      try (MeasureContext context =
          new MeasureContext(problem, adam, MeasureSettings.DEFAULT, new Seed(1))) {
        assertThat(new StabilityMargin().measure(context).conventions().text())
            .contains("second-moment.safetensors")
            .contains("--monitor sharpness");
      }
    }
  }
}
