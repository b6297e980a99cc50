package org.sweetspot.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.AugmentationRecipe;
import org.sweetspot.recipe.AveragingRecipe;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.OptimizerRecipe.AdamW;
import org.sweetspot.recipe.OptimizerRecipe.RmsProp;
import org.sweetspot.recipe.OptimizerRecipe.Sgd;
import org.sweetspot.recipe.ScheduleRecipe;
import org.sweetspot.recipe.Span;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.reference.Quadratic;
import org.sweetspot.vector.ParameterVector;

class TrainingTest {
  private static final ScheduleRecipe CONSTANT = new ScheduleRecipe.Constant(Span.steps(0));
  private static final Seed SEED = new Seed(7);
  private static final AugmentationRecipe VARIED = new AugmentationRecipe(1, false, 2);

  private static TrainingRecipe recipe(OptimizerRecipe optimizer, Span budget) {
    return new TrainingRecipe(
        4, 1, optimizer, CONSTANT, budget, 0, AveragingRecipe.NONE, Span.steps(0));
  }

  private static TrainingRecipe averaging(TrainingRecipe recipe, AveragingRecipe averaging) {
    return new TrainingRecipe(
        recipe.batch(),
        recipe.accumulation(),
        recipe.optimizer(),
        recipe.schedule(),
        recipe.budget(),
        recipe.clip(),
        averaging,
        recipe.evaluation());
  }

  private static Training start(TrainingRecipe recipe, Problem problem) {
    return Training.start(recipe, AugmentationRecipe.NONE, problem, SEED);
  }

  /** A noiseless bowl, started at one. */
  private static Quadratic bowl(double... curvatures) {
    Quadratic problem = Quadratic.diagonal(curvatures);
    double[] ones = new double[curvatures.length];
    java.util.Arrays.fill(ones, 1);
    problem.parameters().set(ones);
    return problem;
  }

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
  void theMeanIsThatOfTheWeightsAfterEachStepSinceItsStart() {
    List<Double> path = new ArrayList<>();
    Quadratic problem = bowl(1);
    TrainingRecipe recipe =
        averaging(
            recipe(new Sgd(0.1, 0, false, 0, false), Span.steps(10)),
            new AveragingRecipe(AveragingRecipe.Kind.MEAN, 0, 0.5));
    start(recipe, problem).run(List.of(recordingWeights(path)));
    // Progress before the update reaches 0.5 at update 6.
    double expected = 0;
    for (int step = 6; step <= 10; step++) {
      expected += Math.pow(0.9, step) / 5;
    }
    assertThat(path.get(9)).isCloseTo(Math.pow(0.9, 10), within(1e-15));
    assertThat(problem.parameters().get(0)).isCloseTo(expected, within(1e-15));
  }

  @Test
  void theExponentialAverageBeginsAtTheWeights() {
    List<Double> path = new ArrayList<>();
    Quadratic problem = bowl(1);
    TrainingRecipe recipe =
        averaging(
            recipe(new Sgd(0.1, 0, false, 0, false), Span.steps(3)),
            new AveragingRecipe(AveragingRecipe.Kind.EXPONENTIAL, 0.6, 0));
    start(recipe, problem).run(List.of(recordingWeights(path)));
    double expected = 1;
    for (double weight : path) {
      expected = 0.6 * expected + 0.4 * weight;
    }
    assertThat(path).hasSize(3);
    assertThat(problem.parameters().get(0)).isCloseTo(expected, within(1e-15));
  }

  private static Observer recordingWeights(List<Double> path) {
    return new Observer() {
      @Override
      public void stepped(Problem problem, StepReport report) {
        path.add(problem.parameters().toArray()[0]);
      }
    };
  }

  @Test
  void evaluationIsOfTheAverageAndGivesTheWeightsBack() {
    Problem problem = new Drifting(Clouds.problem(20));
    TrainingRecipe recipe =
        averaging(
            recipe(new Sgd(0.5, 0, false, 0, false), Span.steps(9)),
            new AveragingRecipe(AveragingRecipe.Kind.MEAN, 0, 0));
    try (Training training = start(recipe, problem)) {
      for (int i = 0; i < 5; i++) {
        training.advance();
      }
      double[] weights = problem.parameters().toArray();
      double[] buffers = problem.buffers().toArray();
      double loss = training.evaluate().score(Split.TRAIN).loss();
      assertThat(problem.parameters().toArray()).isEqualTo(weights);
      assertThat(problem.buffers().toArray()).isEqualTo(buffers);
      TrainingState state = training.state();
      problem.parameters().set(state.vector("average-weights"));
      problem.buffers().set(state.vector("average-buffers"));
      assertThat(loss)
          .isEqualTo(problem.loss(Batch.range(Split.TRAIN, 0, 20), Mode.EVALUATE))
          .isNotNaN();
    }
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
  void observersThatReadEverythingChangeNoBit() {
    TrainingRecipe recipe =
        averaging(
                recipe(new Sgd(0.5, 0.9, false, 0.01, false), Span.epochs(3)),
                new AveragingRecipe(AveragingRecipe.Kind.EXPONENTIAL, 0.9, 0.2))
            .withEvaluation(Span.steps(2));
    Problem alone = new Drifting(Clouds.problem(20));
    Problem watched = new Drifting(Clouds.problem(20));
    Training.start(recipe, VARIED, alone, SEED).run(List.of());
    Training.start(recipe, VARIED, watched, SEED)
        .run(
            List.of(
                new Observer() {
                  @Override
                  public void stepped(Problem problem, StepReport report) {
                    try (ParameterVector gradient = problem.space().zero()) {
                      Batch batch = Batch.range(Split.TRAIN, 0, 20);
                      problem.gradient(batch, Mode.PROBE, gradient);
                      problem.gradient(batch.augmented(3), Mode.EVALUATE, gradient);
                      problem.loss(batch, Mode.PROBE);
                    }
                  }
                }));
    assertThat(watched.parameters().toArray()).isEqualTo(alone.parameters().toArray());
    assertThat(watched.buffers().toArray()).isEqualTo(alone.buffers().toArray());
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
                    assertThat(evaluation.score(Split.TEST).accuracy()).isBetween(0.3, 1.0);
                  }
                }));
    // Half an epoch is 2.5 updates.
    assertThat(steps).containsExactly(3L, 5L, 8L);
    assertThat(problem).isInstanceOf(Outputs.class);
  }

  @Test
  void anInterruptedTrainingGoesOnToTheSameBits() {
    TrainingRecipe recipe = recipe(new Sgd(0.5, 0.9, false, 0, false), Span.steps(9));
    Problem whole = Clouds.problem(20);
    start(recipe, whole).run(List.of());
    Problem stopped = Clouds.problem(20);
    try (Training training = start(recipe, stopped)) {
      Observer stopper =
          new Observer() {
            @Override
            public void stepped(Problem problem, StepReport report) {
              if (report.step() == 4) {
                training.interrupt();
              }
            }
          };
      assertThat(training.run(List.of(stopper))).isEqualTo(Ending.INTERRUPTED);
      assertThat(training.step()).isEqualTo(4);
      assertThat(training.run(List.of())).isEqualTo(Ending.COMPLETED);
    }
    assertThat(stopped.parameters().toArray()).isEqualTo(whole.parameters().toArray());
  }

  @Test
  void aTrainingResumedAtAnyStepGivesTheSameBits() {
    List<TrainingRecipe> recipes = new ArrayList<>();
    for (OptimizerRecipe optimizer :
        List.<OptimizerRecipe>of(
            new Sgd(0.4, 0.9, true, 0.01, false),
            new AdamW(0.05, 0.9, 0.99, 1e-8, 0.01, true),
            new RmsProp(0.05, 0.9, 1e-8, 0.5, 0.01, false))) {
      TrainingRecipe plain =
          recipe(optimizer, Span.epochs(3))
              .withSchedule(new ScheduleRecipe.Cosine(0.1, Span.steps(3)))
              .withEvaluation(Span.steps(4));
      recipes.add(averaging(plain, new AveragingRecipe(AveragingRecipe.Kind.MEAN, 0, 0.4)));
      recipes.add(
          averaging(plain, new AveragingRecipe(AveragingRecipe.Kind.EXPONENTIAL, 0.8, 0.1)));
    }
    for (TrainingRecipe recipe : recipes) {
      List<String> events = new ArrayList<>();
      Problem whole = new Drifting(Clouds.problem(14));
      Training.start(recipe, VARIED, whole, SEED).run(List.of(recordingEvents(events)));
      for (int stop = 0; stop <= 12; stop++) {
        assertResumed(recipe, stop, events, whole);
      }
    }
  }

  private static void assertResumed(
      TrainingRecipe recipe, int stop, List<String> events, Problem whole) {
    List<String> resumedEvents = new ArrayList<>();
    Problem first = new Drifting(Clouds.problem(14));
    Training before = Training.start(recipe, VARIED, first, SEED);
    Observer stopper =
        new Observer() {
          @Override
          public void stepped(Problem problem, StepReport report) {
            if (report.step() == stop) {
              before.interrupt();
            }
          }
        };
    if (stop == 0) {
      before.interrupt();
    }
    before.run(List.of(recordingEvents(resumedEvents), stopper));
    Problem second = new Drifting(Clouds.problem(14));
    second.parameters().set(second.space().gaussian(SEED.stream("test/other")));
    Training after = Training.resume(recipe, VARIED, second, SEED, before.state());
    after.run(List.of(recordingEvents(resumedEvents)));
    assertThat(resumedEvents).as("stopped at " + stop).isEqualTo(events);
    assertThat(second.parameters().toArray()).isEqualTo(whole.parameters().toArray());
    assertThat(second.buffers().toArray()).isEqualTo(whole.buffers().toArray());
  }

  private static Observer recordingEvents(List<String> events) {
    return new Observer() {
      @Override
      public void stepped(Problem problem, StepReport report) {
        events.add(report.toString());
      }

      @Override
      public void evaluated(Problem problem, Evaluation evaluation) {
        events.add(evaluation.step() + " " + new TreeMap<>(evaluation.scores()));
      }
    };
  }

  @Test
  void aStateOfAnotherOptimizerIsRefused() {
    Problem problem = bowl(1);
    TrainingState state =
        start(recipe(new Sgd(0.1, 0.9, false, 0, false), Span.steps(3)), problem).state();
    assertThatThrownBy(
            () ->
                Training.resume(
                    recipe(new AdamW(0.1, 0.9, 0.99, 1e-8, 0, true), Span.steps(3)),
                    AugmentationRecipe.NONE,
                    problem,
                    SEED,
                    state))
        .hasMessageContaining("go on with the recipe that was saved");
  }
}
