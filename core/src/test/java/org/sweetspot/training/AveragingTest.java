package org.sweetspot.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.sweetspot.training.Trainings.averaging;
import static org.sweetspot.training.Trainings.bowl;
import static org.sweetspot.training.Trainings.recipe;
import static org.sweetspot.training.Trainings.start;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.AveragingRecipe;
import org.sweetspot.recipe.OptimizerRecipe.Sgd;
import org.sweetspot.recipe.Span;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.reference.Quadratic;

class AveragingTest {
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
}
