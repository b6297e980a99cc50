package org.sweetspot.generalization.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.generalization.bound.Bound;
import org.sweetspot.generalization.bound.BoundAnswer;
import org.sweetspot.generalization.bound.Evidence;
import org.sweetspot.generalization.bound.LangevinBound;
import org.sweetspot.generalization.bound.LangevinTraining;
import org.sweetspot.generalization.posterior.Blobs;
import org.sweetspot.generalization.posterior.MonteCarloRisk;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.AugmentationRecipe;
import org.sweetspot.recipe.GradientNoiseRecipe;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.statistics.Sample;
import org.sweetspot.training.Training;

class LangevinRecipeTest {
  @Test
  void theCertificateIsAboveTheGapOfRunsTrainedUnderIt() {
    int n = 100;
    double beta = 40;
    TrainingRecipe recipe =
        Blobs.recipe(n, 0.05, 300)
            .withGradientNoise(
                new GradientNoiseRecipe(GradientNoiseRecipe.Kind.LANGEVIN, 1 / beta, 1.5, 0));
    for (int i = 0; i < 20; i++) {
      Seed seed = new Seed(40 + i);
      try (Problem problem = Blobs.problem(n, 4000, 400 + i)) {
        double[] losses = LangevinRecipe.startLosses(problem, seed);
        Bound bound =
            (Bound)
                answer(
                    new LangevinTraining(
                        beta, Sample.mean(losses), Sample.standardError(losses), n, ""));
        problem.parameters().set(LangevinRecipe.draw(problem, seed.child("own")));
        try (Training run = Training.start(recipe, AugmentationRecipe.NONE, problem, seed)) {
          run.run(List.of());
        }
        double gap =
            MonteCarloRisk.wrong(problem, Batch.range(Split.TEST, 0, 4000)) / 4000.0
                - MonteCarloRisk.wrong(problem, Batch.range(Split.TRAIN, 0, n)) / (double) n;
        assertThat(bound.value()).isGreaterThan(gap).isLessThan(1);
      }
    }
  }

  @Test
  void theNumberIsThatByHand() {
    // sqrt((20 (0.7 + 3 * 0.1) + ln(2 * 10 / 0.05)) / 200)
    Bound bound = (Bound) answer(new LangevinTraining(20, 0.7, 0.1, 100, ""));
    assertThat(bound.value()).isCloseTo(Math.sqrt((20 + Math.log(400)) / 200), within(1e-14));
  }

  @Test
  void otherDynamicsAreRefused() {
    BoundAnswer answer =
        answer(new LangevinTraining(20, 0.7, 0.1, 100, "the start is no draw from the prior"));
    assertThat(answer).isInstanceOf(BoundAnswer.Refused.class);
  }

  private static BoundAnswer answer(LangevinTraining training) {
    return new LangevinBound().apply(Evidence.NONE.with(LangevinTraining.class, training), 0.05);
  }
}
