package org.sweetspot.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.sweetspot.training.Trainings.SEED;
import static org.sweetspot.training.Trainings.bowl;
import static org.sweetspot.training.Trainings.recipe;
import static org.sweetspot.training.Trainings.start;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.OptimizerRecipe.AdamW;
import org.sweetspot.recipe.OptimizerRecipe.Sgd;
import org.sweetspot.recipe.Span;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.recipe.WorkersRecipe;
import org.sweetspot.recipe.WorkersRecipe.Dropping;
import org.sweetspot.recipe.WorkersRecipe.Latency;
import org.sweetspot.recipe.WorkersRecipe.Local;
import org.sweetspot.reference.Quadratic;
import org.sweetspot.vector.ParameterVector;

/** Several workers: limits, steps by hand, and what is dropped. */
class WorkersTest {
  private static final OptimizerRecipe MOMENTUM = new Sgd(0.4, 0.9, false, 0.01, false);

  private static double[] trained(TrainingRecipe recipe) {
    Problem problem = new Drifting(Clouds.problem(16));
    start(recipe, problem).run(List.of());
    return problem.parameters().toArray();
  }

  private static TrainingRecipe by(OptimizerRecipe optimizer, WorkersRecipe workers) {
    return recipe(optimizer, Span.steps(11)).withWorkers(workers);
  }

  private static Local plain(int count, int period) {
    return new Local(count, period, 1, 0, true);
  }

  @Test
  void averagingAfterEveryUpdateIsTrainingOnTheWholeBatch() {
    double[] whole = trained(by(MOMENTUM, WorkersRecipe.NONE));
    double[] averaged = trained(by(MOMENTUM, plain(4, 1)));
    for (int i = 0; i < whole.length; i++) {
      assertThat(averaged[i]).isCloseTo(whole[i], within(1e-13));
    }
    // The limit is one of the linear rule alone, and of a period of one alone.
    assertThat(trained(by(MOMENTUM, plain(4, 5)))[0]).isNotCloseTo(whole[0], within(1e-6));
    OptimizerRecipe adam = new AdamW(0.05, 0.9, 0.99, 1e-8, 0, true);
    assertThat(trained(by(adam, plain(4, 1)))[0])
        .isNotCloseTo(trained(by(adam, WorkersRecipe.NONE))[0], within(1e-6));
  }

  @Test
  void oneWorkerTrainsAsIfThereWereNoPeriods() {
    assertThat(trained(by(MOMENTUM, plain(1, 3))))
        .isEqualTo(trained(by(MOMENTUM, WorkersRecipe.NONE)));
  }

  @Test
  void runningStatisticsAreTheMeanOfTheWorkers() {
    Problem whole = new Drifting(Clouds.problem(16));
    start(by(MOMENTUM, WorkersRecipe.NONE), whole).run(List.of());
    Problem averaged = new Drifting(Clouds.problem(16));
    start(by(MOMENTUM, plain(4, 1)), averaged).run(List.of());
    double[] expected = whole.buffers().toArray();
    assertThat(expected).isNotEmpty();
    for (int i = 0; i < expected.length; i++) {
      assertThat(averaged.buffers().toArray()[i]).isCloseTo(expected[i], within(1e-12));
    }
  }

  @Test
  void theOuterStepFollowsTheFormula() {
    // Two inner steps multiply by 0.49; d = 0.51, v = 0.51, x = 1 - 0.5 (0.51 + 0.5 * 0.51).
    OptimizerRecipe descent = new Sgd(0.1, 0, false, 0, false);
    Quadratic nesterov = bowl(3);
    start(recipe(descent, Span.steps(4)).withWorkers(new Local(1, 2, 0.5, 0.5, true)), nesterov)
        .run(List.of());
    double x = 1 - 0.5 * (0.51 + 0.255);
    double d = 0.51 * x;
    assertThat(nesterov.parameters().get(0))
        .isCloseTo(x - 0.5 * (d + 0.5 * (0.5 * 0.51 + d)), within(1e-14));

    Quadratic heavy = bowl(3);
    start(recipe(descent, Span.steps(4)).withWorkers(new Local(1, 2, 0.5, 0.5, false)), heavy)
        .run(List.of());
    double y = 1 - 0.5 * 0.51;
    assertThat(heavy.parameters().get(0))
        .isCloseTo(y - 0.5 * (0.5 * 0.51 + 0.51 * y), within(1e-14));
  }

  @Test
  void theLastUpdateEndsAPeriod() {
    OptimizerRecipe descent = new Sgd(0.1, 0, false, 0, false);
    Quadratic problem = bowl(3);
    start(recipe(descent, Span.steps(3)).withWorkers(new Local(1, 100, 0.5, 0, true)), problem)
        .run(List.of());
    assertThat(problem.parameters().get(0))
        .isCloseTo(1 - 0.5 * (1 - 0.7 * 0.7 * 0.7), within(1e-14));
  }

  @Test
  void whoWaitsForAllDropsNothing() {
    Dropping patient = new Dropping(2, 2, Latency.LOGNORMAL, 0.8, 0.5, 1e9);
    assertThat(trained(by(MOMENTUM, patient))).isEqualTo(trained(by(MOMENTUM, WorkersRecipe.NONE)));
  }

  @Test
  void theGradientOfWhatCameInIsRightOnAverage() {
    Problem problem = Clouds.problem(16);
    problem.parameters().set(problem.space().gaussian(SEED.stream("test/weights")));
    Dropping dropping = new Dropping(4, 2, Latency.PARETO, 0.8, 0.5, 2);
    Batch batch = Batch.range(Split.TRAIN, 0, 16);
    int draws = 20_000;
    int size = Math.toIntExact(problem.space().dimension());
    double[] sum = new double[size];
    double[] squares = new double[size];
    double[] whole;
    try (DroppedWork source =
            new DroppedWork(new BatchGradient(problem), dropping, /* copies= */ 1, SEED);
        ParameterVector gradient = problem.space().zero()) {
      problem.gradient(batch, Mode.PROBE, gradient);
      whole = gradient.toArray();
      for (int s = 1; s <= draws; s++) {
        // The end of a worker's part is dropped more often; the order of examples is random.
        int[] order = SEED.stream("test/order/" + s).permutation(16);
        source.take(Batch.of(Split.TRAIN, order), Mode.PROBE, new Update(s, 0, 0.1), gradient);
        double[] one = gradient.toArray();
        for (int i = 0; i < size; i++) {
          sum[i] += one[i] - whole[i];
          squares[i] += (one[i] - whole[i]) * (one[i] - whole[i]);
        }
      }
    }
    for (int i = 0; i < size; i++) {
      assertThat(Math.abs(sum[i] / draws)).isLessThan(4.5 * Math.sqrt(squares[i]) / draws);
    }
  }

  @Test
  void theThresholdIsTheBestOfAll() {
    for (Latency latency : Latency.values()) {
      Dropping recipe = new Dropping(16, 4, latency, 0.9, 0.5, 0);
      WorkerLatencies.Choice best = new WorkerLatencies(recipe).best();
      assertThat(best.speed()).isGreaterThan(1.1);
      assertThat(best.share()).isBetween(0.5, 0.999);
      for (double threshold = 1; threshold < 30; threshold *= 1.1) {
        assertThat(new WorkerLatencies(recipe.withThreshold(threshold)).chosen().speed())
            .isLessThan(best.speed() + 0.005);
      }
    }
  }

  @Test
  void equalWorkersAreAllWaitedFor() {
    WorkerLatencies.Choice best =
        new WorkerLatencies(new Dropping(8, 4, Latency.LOGNORMAL, 1e-6, 0.5, 0)).best();
    assertThat(best.share()).isEqualTo(1);
    assertThat(best.speed()).isCloseTo(1, within(1e-5));
  }
}
