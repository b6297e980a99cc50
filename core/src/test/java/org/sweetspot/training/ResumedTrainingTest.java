package org.sweetspot.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sweetspot.training.Trainings.SEED;
import static org.sweetspot.training.Trainings.VARIED;
import static org.sweetspot.training.Trainings.averaging;
import static org.sweetspot.training.Trainings.bowl;
import static org.sweetspot.training.Trainings.recipe;
import static org.sweetspot.training.Trainings.start;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.AugmentationRecipe;
import org.sweetspot.recipe.AveragingRecipe;
import org.sweetspot.recipe.BatchStage;
import org.sweetspot.recipe.Delays;
import org.sweetspot.recipe.GradientNoiseRecipe;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.OptimizerRecipe.AdamW;
import org.sweetspot.recipe.OptimizerRecipe.RmsProp;
import org.sweetspot.recipe.OptimizerRecipe.Sgd;
import org.sweetspot.recipe.PrecisionRecipe;
import org.sweetspot.recipe.ScheduleRecipe;
import org.sweetspot.recipe.SharpnessAwareRecipe;
import org.sweetspot.recipe.Span;
import org.sweetspot.recipe.SparsityRecipe;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.recipe.WorkersRecipe;
import org.sweetspot.vector.ParameterVector;

/** Watching, stopping and resuming a training change no bit of it. */
class ResumedTrainingTest {
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
      recipes.add(
          plain
              .withSharpnessAware(new SharpnessAwareRecipe(SharpnessAwareRecipe.Kind.ASAM, 0.3, 2))
              .withGradientNoise(
                  new GradientNoiseRecipe(GradientNoiseRecipe.Kind.ALPHA_STABLE, 0.1, 1.5, 0.5)));
      recipes.add(
          plain.withGradientNoise(
              new GradientNoiseRecipe(GradientNoiseRecipe.Kind.LANGEVIN, 0.01, 1.5, 0)));
      // Batches of 2 for five updates, of 3 to the end of the first pass, of 4 then.
      recipes.add(
          plain
              .withBudget(Span.steps(12))
              .withEvaluation(Span.epochs(0.4))
              .withBatchSchedule(
                  List.of(
                      new BatchStage(Span.steps(5), 2, 0.5),
                      new BatchStage(Span.epochs(1), 3, 0.8))));
    }
    recipes.add(
        averaging(plainly(), new AveragingRecipe(AveragingRecipe.Kind.MEAN, 0, 0.4))
            .withStaleness(3)
            .withSparsity(
                new SparsityRecipe(SparsityRecipe.Kind.MAGNITUDE, "1:2", 2, 0.01, "none")));
    recipes.add(plainly().withPrecision(rounded("bfloat16+stochastic", "e4m3+stochastic", "half")));
    SparsityRecipe sparse =
        new SparsityRecipe(SparsityRecipe.Kind.MAGNITUDE, "1:2", 2, 0.01, "none");
    PrecisionRecipe rounded = rounded("bfloat16+stochastic", "e4m3+stochastic", "half");
    WorkersRecipe local = new WorkersRecipe.Local(2, 3, 0.7, 0.9, true);
    WorkersRecipe dropping =
        new WorkersRecipe.Dropping(2, 2, WorkersRecipe.Latency.PARETO, 0.9, 0.5, 0);
    SharpnessAwareRecipe sharp = new SharpnessAwareRecipe(SharpnessAwareRecipe.Kind.SAM, 0.3, 2);
    recipes.add(plainly().withWorkers(local));
    recipes.add(plainly().withWorkers(dropping));
    recipes.add(plainly().withStaleness(2).withDelays(Delays.GEOMETRIC));
    recipes.add(plainly().withStaleness(2).withDelays(Delays.HEAVY_TAILED));
    for (WorkersRecipe workers : List.of(local, dropping)) {
      recipes.add(
          averaging(plainly(), new AveragingRecipe(AveragingRecipe.Kind.EXPONENTIAL, 0.8, 0.1))
              .withWorkers(workers)
              .withStaleness(2)
              .withDelays(Delays.GEOMETRIC)
              .withSparsity(sparse)
              .withPrecision(rounded)
              .withSharpnessAware(sharp));
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

  private static PrecisionRecipe rounded(String weights, String moments, String evaluated) {
    String usual = PrecisionRecipe.USUAL;
    return new PrecisionRecipe(
        PrecisionRecipe.Kind.NONE,
        usual,
        usual,
        usual,
        usual,
        usual,
        usual,
        "none",
        weights,
        moments,
        evaluated);
  }

  private static TrainingRecipe plainly() {
    return recipe(new Sgd(0.4, 0.9, true, 0.01, false), Span.epochs(3))
        .withEvaluation(Span.steps(4));
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
