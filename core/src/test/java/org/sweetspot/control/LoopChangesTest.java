package org.sweetspot.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sweetspot.recipe.BatchSizes;
import org.sweetspot.recipe.NormalizationRecipe;
import org.sweetspot.recipe.ParametrizationRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.ScheduleRecipe;
import org.sweetspot.recipe.Span;
import org.sweetspot.training.Schedule;

class LoopChangesTest {
  private static final int EXAMPLES = 1000;

  private static Recipe plan(Recipe recipe, int epochs, ScheduleRecipe schedule) {
    return recipe.withTraining(
        recipe
            .training()
            .withBatch(256)
            .withOptimizer(recipe.training().optimizer().withRate(0.4))
            .withBudget(Span.epochs(epochs))
            .withSchedule(schedule));
  }

  private static ScheduleRecipe constant(Span warmUp) {
    return new ScheduleRecipe.Constant(warmUp);
  }

  @Test
  void onlyWhatDiffersIsListed() {
    Recipe baseline = SampleRecipes.sgd();
    assertThat(new LoopChanges(baseline, baseline, any -> EXAMPLES).all()).isEmpty();
    List<LoopChange> all =
        new LoopChanges(baseline, plan(baseline, 40, constant(Span.steps(0))), any -> EXAMPLES)
            .all();
    assertThat(all)
        .containsExactly(
            new LoopChange("batch size", "16", "256", "batch_size = 256  # was 16"),
            new LoopChange("learning rate", "0.1", "0.4", "lr = 0.4  # was 0.1"),
            new LoopChange(
                "length",
                "10 epochs, 630 updates",
                "40 epochs, 160 updates",
                "epochs = 40  # 160 updates, were 630"));
  }

  @Test
  void ratesByLayerComeWithTheirFactors() {
    Recipe baseline = SampleRecipes.sgd();
    int width = baseline.model().widths().get(0);
    Recipe plan =
        baseline.withModel(
            baseline
                .model()
                .withParametrization(new ParametrizationRecipe.MaximalUpdate(4 * width)));
    List<LoopChange> all = new LoopChanges(baseline, plan, any -> EXAMPLES).all();
    assertThat(all).hasSize(1);
    // SGD at a quarter of the base width: rates m, 1, 1 / m, m, 1; last weights start at 1 / m
    // against PyTorch's 1 / root of m.
    assertThat(all.get(0).pytorch())
        .contains("lr times 0.25, 1, 4, 0.25, 1")
        .contains("last weights times 2\n")
        .contains("biases after hidden weights and last biases times 0.5");
    // Lines that a terminal does not break, so that they stay comments when they are pasted.
    assertThat(all.get(0).pytorch().lines())
        .allSatisfy(line -> assertThat(line).startsWith("#").hasSizeLessThan(96));
  }

  @Test
  void aWarmUpBringsASchedulerThatStepsWithEveryUpdate() {
    Recipe baseline = SampleRecipes.sgd();
    LoopChange schedule =
        new LoopChanges(baseline, plan(baseline, 40, constant(Span.steps(8))), any -> EXAMPLES)
            .all()
            .get(3);
    assertThat(schedule.before()).isEqualTo("constant");
    assertThat(schedule.after()).isEqualTo("linear warm-up over 8 updates");
    assertThat(schedule.pytorch())
        .startsWith(
            "scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda u: min(1, (u + 1) /"
                + " 8))")
        .contains("scheduler.step() after every update");
  }

  @Test
  void milestonesAreCountedInTheUpdatesOfThePlan() {
    Recipe baseline = SampleRecipes.sgd();
    ScheduleRecipe steps = new ScheduleRecipe.Step(List.of(0.5, 0.75), 0.1, Span.steps(0));
    Recipe scheduled = baseline.withTraining(baseline.training().withSchedule(steps));
    LoopChange change =
        new LoopChanges(scheduled, plan(scheduled, 40, steps), any -> EXAMPLES).all().get(3);
    assertThat(change.before()).isEqualTo("x 0.1 after updates 315, 473");
    assertThat(change.after()).isEqualTo("x 0.1 after updates 80, 120");
    assertThat(change.pytorch()).contains("lambda u: 0.1 ** ((u >= 80) + (u >= 120)))");
  }

  @Test
  void ghostBatchesAreAClassOfTheirOwn() {
    Recipe baseline = SampleRecipes.sgd();
    NormalizationRecipe ghost = baseline.model().normalization().withGhost(16);
    LoopChange change =
        new LoopChanges(
                baseline,
                baseline.withModel(baseline.model().withNormalization(ghost)),
                any -> EXAMPLES)
            .all()
            .get(0);
    assertThat(change.after()).isEqualTo("statistics of chunks of 16 examples");
    assertThat(change.pytorch()).contains("x.split(16) if self.training");
  }

  static List<ScheduleRecipe> schedules() {
    return List.of(
        constant(Span.steps(7)),
        constant(Span.epochs(1.5)),
        new ScheduleRecipe.Step(List.of(0.3, 0.61, 0.9), 0.2, Span.steps(5)),
        new ScheduleRecipe.Cosine(0, Span.steps(4)),
        new ScheduleRecipe.Cosine(0.1, Span.steps(0)),
        new ScheduleRecipe.InverseSquareRoot(20, Span.epochs(2)));
  }

  /** Python evaluates the line; every update's factor must be the schedule's. */
  @ParameterizedTest
  @MethodSource("schedules")
  @EnabledIfEnvironmentVariable(named = "SWEETSPOT_TEST_PYTHON", matches = ".+")
  void theSchedulersLineGivesTheRatesOfTheRecipe(ScheduleRecipe schedule)
      throws IOException, InterruptedException {
    Recipe plan = plan(SampleRecipes.sgd(), 40, schedule);
    String line =
        new LoopChanges(SampleRecipes.sgd(), plan, any -> EXAMPLES)
            .all().stream()
                .filter(change -> change.what().equals("schedule"))
                .map(LoopChange::pytorch)
                .findFirst()
                .orElseThrow();
    String lambda = line.substring(line.indexOf("lambda"), line.indexOf(")\n"));
    Process python =
        new ProcessBuilder(
                System.getenv("SWEETSPOT_TEST_PYTHON"),
                "-c",
                "import math\nf = " + lambda + "\nfor u in range(160): print(repr(float(f(u))))")
            .redirectErrorStream(true)
            .start();
    String text = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(text).isZero();
    List<String> factors = text.lines().toList();
    assertThat(factors).hasSize(160);
    Schedule expected = new Schedule(schedule, BatchSizes.constant(1, 4));
    for (int u = 0; u < 160; u++) {
      assertThat(Double.parseDouble(factors.get(u)))
          .as("update " + u)
          .isCloseTo(expected.factor(u + 1L, u / 160.0, 0), within(1e-6));
    }
  }
}
