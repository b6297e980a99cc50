package org.sweetspot.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.sweetspot.training.Trainings.CONSTANT;
import static org.sweetspot.training.Trainings.SEED;
import static org.sweetspot.training.Trainings.VARIED;
import static org.sweetspot.training.Trainings.bowl;
import static org.sweetspot.training.Trainings.recipe;
import static org.sweetspot.training.Trainings.start;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Predictions;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.AugmentationRecipe;
import org.sweetspot.recipe.AveragingRecipe;
import org.sweetspot.recipe.BatchStage;
import org.sweetspot.recipe.OptimizerRecipe.Sgd;
import org.sweetspot.recipe.ScheduleRecipe;
import org.sweetspot.recipe.Span;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.reference.Quadratic;

class TrainingTest {
  @Test
  void descentOnAQuadraticIsItsClosedForm() {
    Quadratic problem = bowl(1, 3);
    Ending ending =
        start(recipe(new Sgd(0.1, 0, false, 0, false), Span.steps(20)), problem).run(List.of());
    assertThat(ending).isEqualTo(Ending.COMPLETED);
    assertThat(problem.parameters().toArray())
        .containsExactly(new double[] {Math.pow(0.9, 20), Math.pow(0.7, 20)}, within(1e-14));
  }

  @Test
  void heavyBallIsStableUpToItsEdgeAndNotBeyond() {
    double rate = 0.1;
    double momentum = 0.8;
    double edge = 2 * (1 + momentum) / rate;
    for (double share : new double[] {0.99, 1.01}) {
      Quadratic problem = bowl(edge * share);
      start(recipe(new Sgd(rate, momentum, false, 0, false), Span.steps(2000)), problem)
          .run(List.of());
      double distance = problem.parameters().norm();
      assertThat(distance).matches(x -> share < 1 ? x < 1e-3 : x > 1e3);
    }
  }

  @Test
  void nesterovIsStableUpToItsOwnEdge() {
    double rate = 0.1;
    double momentum = 0.8;
    double edge = 2 * (1 + momentum) / (rate * (1 + 2 * momentum));
    for (double share : new double[] {0.99, 1.01}) {
      Quadratic problem = bowl(edge * share);
      start(recipe(new Sgd(rate, momentum, true, 0, false), Span.steps(4000)), problem)
          .run(List.of());
      double distance = problem.parameters().norm();
      assertThat(distance).matches(x -> share < 1 ? x < 1e-3 : x > 1e3);
    }
  }

  @Test
  void aLongGradientIsClippedToItsNormAndReportedUnclipped() {
    Quadratic problem = bowl(3, 4);
    TrainingRecipe recipe = recipe(new Sgd(0.1, 0, false, 0, false), Span.steps(1)).withClip(0.5);
    try (Training training = start(recipe, problem)) {
      assertThat(training.advance()).isTrue();
      assertThat(training.report().orElseThrow().gradientNorm()).isCloseTo(5, within(1e-15));
      // The gradient (3, 4) becomes (0.3, 0.4).
      assertThat(problem.parameters().toArray())
          .containsExactly(new double[] {0.97, 0.96}, within(1e-15));
      assertThat(training.advance()).isFalse();
    }
  }

  @Test
  void aShortGradientIsNotClipped() {
    Quadratic problem = bowl(3, 4);
    start(recipe(new Sgd(0.1, 0, false, 0, false), Span.steps(1)).withClip(5.1), problem)
        .run(List.of());
    assertThat(problem.parameters().toArray())
        .containsExactly(new double[] {0.7, 0.6}, within(1e-15));
  }

  @Test
  void accumulatedGradientsAreThoseOfTheWholeBatch() {
    // 22 examples in batches of 6: the last of each epoch, of 4, does not divide by 3.
    double[][] weights = new double[2][];
    for (int i = 0; i < 2; i++) {
      Problem problem = Clouds.problem(22);
      TrainingRecipe recipe =
          new TrainingRecipe(
              6,
              i == 0 ? 1 : 3,
              new Sgd(0.3, 0.9, false, 0.01, false),
              CONSTANT,
              Span.epochs(3),
              0.8,
              AveragingRecipe.NONE,
              Span.steps(0));
      try (Training training = Training.start(recipe, VARIED, problem, SEED)) {
        training.run(List.of());
        assertThat(training.step()).isEqualTo(12);
      }
      weights[i] = problem.parameters().toArray();
    }
    assertThat(weights[1]).containsExactly(weights[0], within(1e-13));
    assertThat(weights[0]).doesNotContain(0);
  }

  @Test
  void aRateIsTheOptimizersTimesTheSchedules() {
    List<Double> rates = new ArrayList<>();
    TrainingRecipe recipe =
        recipe(new Sgd(0.4, 0, false, 0, false), Span.steps(4))
            .withSchedule(new ScheduleRecipe.Step(List.of(0.5), 0.1, Span.steps(2)));
    start(recipe, bowl(1))
        .run(
            List.of(
                new Observer() {
                  @Override
                  public void stepped(Problem problem, StepReport report) {
                    rates.add(report.rate());
                  }
                }));
    assertThat(rates).containsExactly(0.2, 0.4, 0.4 * 0.1, 0.4 * 0.1);
  }

  @Test
  void aPartOfTheBatchScheduleHasItsSizeAndItsRate() {
    List<Double> rates = new ArrayList<>();
    List<Double> epochs = new ArrayList<>();
    TrainingRecipe recipe =
        recipe(new Sgd(0.4, 0, false, 0, false), Span.epochs(2))
            .withBatchSchedule(List.of(new BatchStage(Span.epochs(1), 2, 0.25)));
    try (Training training = start(recipe, Clouds.problem(8))) {
      training.run(
          List.of(
              new Observer() {
                @Override
                public void stepped(Problem problem, StepReport report) {
                  rates.add(report.rate());
                  epochs.add(report.epoch());
                }
              }));
      assertThat(training.plannedSteps()).isEqualTo(6);
    }
    assertThat(rates).containsExactly(0.1, 0.1, 0.1, 0.1, 0.4, 0.4);
    assertThat(epochs).containsExactly(0.25, 0.5, 0.75, 1.0, 1.5, 2.0);
  }

  @Test
  void budgetsCountEpochsWithTheirPartialBatch() {
    assertThat(stepsOf(Span.epochs(2), 10)).isEqualTo(6);
    assertThat(stepsOf(Span.epochs(2.5), 10)).isEqualTo(8);
    assertThat(stepsOf(Span.steps(5), 10)).isEqualTo(5);
    assertThat(stepsOf(Span.epochs(3), 3)).isEqualTo(3);
  }

  private static long stepsOf(Span budget, int examples) {
    try (Training training =
        start(recipe(new Sgd(0.1, 0, false, 0, false), budget), Clouds.problem(examples))) {
      training.run(List.of());
      assertThat(training.plannedSteps()).isEqualTo(training.step());
      return training.step();
    }
  }

  @Test
  void secondsAreThoseSpentInUpdatesAndAccumulateOverResumes() {
    // The clock moves one second whenever it is read, so an update takes one.
    long[] now = {0};
    TrainingRecipe recipe = recipe(new Sgd(0.1, 0, false, 0, false), Span.seconds(5));
    try (Training training =
        Training.start(
            recipe, AugmentationRecipe.NONE, bowl(1), SEED, () -> now[0] += 1_000_000_000L)) {
      assertThat(training.plannedSteps()).isEqualTo(-1);
      training.advance();
      training.advance();
      assertThat(training.report().orElseThrow().progress()).isCloseTo(0.4, within(1e-12));
      try (Training later =
          Training.resume(recipe, AugmentationRecipe.NONE, bowl(1), SEED, training.state())) {
        assertThat(later.state().numbers().get("seconds")).isCloseTo(2, within(1e-12));
      }
      assertThat(training.run(List.of())).isEqualTo(Ending.COMPLETED);
      assertThat(training.step()).isEqualTo(5);
    }
  }

  @Test
  void divergenceGivesTheLastGoodWeightsBack() {
    // |w| grows by 1e60 a step from 1; the loss w^2 / 2 overflows at 1e180, so 1e120 was good.
    Quadratic problem = bowl(1);
    try (Training training =
        start(recipe(new Sgd(1e60, 0, false, 0, false), Span.steps(100)), problem)) {
      List<Ending> endings = new ArrayList<>();
      Ending ending =
          training.run(
              List.of(
                  new Observer() {
                    @Override
                    public void ended(Problem ended, Ending how) {
                      endings.add(how);
                    }
                  }));
      assertThat(ending).isEqualTo(Ending.DIVERGED);
      assertThat(endings).containsExactly(Ending.DIVERGED);
      assertThat(problem.parameters().get(0)).isCloseTo(1e120, within(1e110));
      assertThat(training.step()).isEqualTo(2);
      assertThat(training.advance()).isFalse();
    }
  }

  @Test
  void divergenceInTheLastUpdateIsSeenToo() {
    Quadratic problem = bowl(1);
    Ending ending =
        start(recipe(new Sgd(1e200, 0, false, 0, false), Span.steps(1)), problem).run(List.of());
    assertThat(ending).isEqualTo(Ending.DIVERGED);
    assertThat(problem.parameters().get(0)).isEqualTo(1);
  }

  @Test
  void evaluationFallsOnItsPaceAndOnTheEndOnce() {
    List<Long> steps = new ArrayList<>();
    TrainingRecipe recipe =
        recipe(new Sgd(0.5, 0, false, 0, false), Span.steps(8)).withEvaluation(Span.epochs(0.5));
    Problem problem = Clouds.problem(20);
    start(recipe, problem)
        .run(
            List.of(
                new Observer() {
                  @Override
                  public void evaluated(Problem evaluated, Evaluation evaluation) {
                    steps.add(evaluation.step());
                    assertThat(evaluation.scores()).containsOnlyKeys(Split.TRAIN, Split.TEST);
                    Predictions shown =
                        ((Outputs) evaluated)
                            .predictions(Batch.range(Split.TEST, 0, 10), Mode.EVALUATE);
                    double right =
                        IntStream.range(0, 10)
                            .filter(i -> shown.predicted(i) == shown.label(i))
                            .count();
                    assertThat(evaluation.score(Split.TEST).accuracy()).isEqualTo(right / 10);
                  }
                }));
    // Half an epoch is 2.5 updates.
    assertThat(steps).containsExactly(3L, 5L, 8L);
  }
}
