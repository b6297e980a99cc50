package org.sweetspot.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.sweetspot.training.Trainings.SEED;
import static org.sweetspot.training.Trainings.bowl;
import static org.sweetspot.training.Trainings.recipe;
import static org.sweetspot.training.Trainings.start;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.problem.Problem;
import org.sweetspot.recipe.GradientNoiseRecipe;
import org.sweetspot.recipe.OptimizerRecipe.Sgd;
import org.sweetspot.recipe.SharpnessAwareRecipe;
import org.sweetspot.recipe.SharpnessAwareRecipe.Kind;
import org.sweetspot.recipe.Span;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.reference.Quadratic;
import org.sweetspot.vector.ArraySpace;
import org.sweetspot.vector.ArrayVector;
import org.sweetspot.vector.Draws;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterGroup.Role;

/** Gradients against steps computed by hand, on the bowl (3 x^2 + 4 y^2) / 2 from (1, 1). */
class GradientSourceTest {
  private static TrainingRecipe descent(long steps) {
    return recipe(new Sgd(0.1, 0, false, 0, false), Span.steps(steps));
  }

  private static TrainingRecipe sharp(long steps, Kind kind, double radius, int every) {
    return descent(steps).withSharpnessAware(new SharpnessAwareRecipe(kind, radius, every));
  }

  @Test
  void theBallsWorstPointLiesAlongTheGradient() {
    // g = (3, 4), |g| = 5, e = 0.5 g / 5 = (0.3, 0.4); gradient there (3 * 1.3, 4 * 1.4).
    Quadratic problem = bowl(3, 4);
    try (Training training = start(sharp(1, Kind.SAM, 0.5, 1), problem)) {
      training.advance();
      assertThat(problem.parameters().toArray())
          .containsExactly(new double[] {1 - 0.39, 1 - 0.56}, within(1e-15));
      assertThat(training.report().orElseThrow().loss()).isEqualTo(3.5);
      assertThat(training.report().orElseThrow().gradientNorm())
          .isCloseTo(Math.hypot(3.9, 5.6), within(1e-14));
    }
  }

  @Test
  void theEllipsoidsWorstPointLiesFartherAlongLargeWeights() {
    // Weights (2, 1): T = (2.01, 1.01), g = (6, 4), T g = (12.06, 4.04),
    // e = 0.5 (2.01 * 12.06, 1.01 * 4.04) / |T g|.
    Quadratic problem = Quadratic.diagonal(3, 4);
    problem.parameters().set(new double[] {2, 1});
    start(sharp(1, Kind.ASAM, 0.5, 1), problem).run(List.of());
    double norm = Math.hypot(12.06, 4.04);
    double x = 2 + 0.5 * 2.01 * 12.06 / norm;
    double y = 1 + 0.5 * 1.01 * 4.04 / norm;
    assertThat(problem.parameters().toArray())
        .containsExactly(new double[] {2 - 0.3 * x, 1 - 0.4 * y}, within(1e-14));
  }

  @Test
  void relativeScalesAreOneForBiases() {
    ArraySpace space =
        new ArraySpace(
            List.of(
                new ParameterGroup("w", Role.WEIGHT, 0, List.of(2L)),
                new ParameterGroup("b", Role.BIAS, 2, List.of(1L))));
    try (RelativeScale scale = new RelativeScale(space);
        ArrayVector weights = space.zero().set(new double[] {-3, 0, 5})) {
      scale.at(weights);
      assertThat(scale.vector().toArray())
          .containsExactly(new double[] {3.01, 0.01, 1}, within(1e-15));
    }
  }

  @Test
  void updatesBetweenThoseThatLookAroundArePlain() {
    Quadratic problem = bowl(3, 4);
    try (Training training = start(sharp(3, Kind.SAM, 0.5, 2), problem)) {
      training.advance();
      training.advance();
      // From (0.61, 0.44), plainly: w (1 - 0.1 a).
      assertThat(problem.parameters().toArray())
          .containsExactly(new double[] {0.61 * 0.7, 0.44 * 0.6}, within(1e-15));
      training.advance();
      double norm = Math.hypot(3 * 0.427, 4 * 0.264);
      assertThat(problem.parameters().get(0))
          .isCloseTo(0.427 - 0.3 * (0.427 + 0.5 * 3 * 0.427 / norm), within(1e-15));
    }
  }

  @Test
  void atAMinimumTheNeighbourhoodHasNoWorstPoint() {
    Quadratic problem = Quadratic.diagonal(3, 4);
    start(sharp(2, Kind.SAM, 0.5, 1), problem).run(List.of());
    assertThat(problem.parameters().toArray()).containsOnly(0);
  }

  @Test
  void runningStatisticsMoveInTheFirstPassAlone() {
    Problem plain = new Drifting(Clouds.problem(20));
    Problem looking = new Drifting(Clouds.problem(20));
    start(descent(1), plain).run(List.of());
    start(sharp(1, Kind.SAM, 0.5, 1), looking).run(List.of());
    assertThat(looking.buffers().toArray()).isEqualTo(plain.buffers().toArray());
    assertThat(looking.parameters().toArray()).isNotEqualTo(plain.parameters().toArray());
  }

  @Test
  void normalNoiseIsThatOfTheUpdatesStream() {
    Quadratic problem = bowl(3, 4);
    start(
            descent(2)
                .withGradientNoise(
                    new GradientNoiseRecipe(GradientNoiseRecipe.Kind.GAUSSIAN, 2, 1.5, 1)),
            problem)
        .run(List.of());
    double[] first = Draws.gaussian(SEED.stream("training/gradient-noise/1"), 2);
    double[] second = Draws.gaussian(SEED.stream("training/gradient-noise/2"), 2);
    // The variance of update 2 is half of the first one's.
    double x = 0.7 - 0.1 * 2 * first[0];
    assertThat(problem.parameters().get(0))
        .isCloseTo(x - 0.3 * x - 0.1 * 2 / Math.sqrt(2) * second[0], within(1e-14));
  }

  private static TrainingRecipe langevin(long steps, double temperature) {
    return descent(steps)
        .withGradientNoise(
            new GradientNoiseRecipe(GradientNoiseRecipe.Kind.LANGEVIN, temperature, 1.5, 0));
  }

  @Test
  void aLangevinStepIsDescentWithThePriorsPullAndNoise() {
    // The prior's variance is 1 for one input: g = (3 + 0.2, 4 + 0.2), noise sqrt(2 0.1 0.2) z.
    Quadratic problem = bowl(3, 4);
    start(langevin(1, 0.2), problem).run(List.of());
    double[] z = Draws.gaussian(SEED.stream("training/langevin/1"), 2);
    assertThat(problem.parameters().toArray())
        .containsExactly(
            new double[] {1 - 0.32 + 0.2 * z[0], 1 - 0.42 + 0.2 * z[1]}, within(1e-14));
  }

  /** Variance 2 r T / (1 - (1 - r a)^2), a = h + T: that of the chain, not of the limit r to 0. */
  @Test
  void langevinDynamicsHaveTheirStationaryVariance() {
    Quadratic problem = bowl(2);
    double[] square = {0};
    double temperature = 0.5;
    int steps = 40_000;
    Observer adding =
        new Observer() {
          @Override
          public void stepped(Problem moved, StepReport report) {
            double w = moved.parameters().toArray()[0];
            square[0] += report.step() > 100 ? w * w : 0;
          }
        };
    start(langevin(steps, temperature), problem).run(List.of(adding));
    double keep = 1 - 0.1 * (2 + temperature);
    double variance = 2 * 0.1 * temperature / (1 - keep * keep);
    // Squares of an AR(1) chain: (1 + k^2)/(1 - k^2) times the variance of independent ones.
    double error =
        variance * Math.sqrt(2 * (1 + keep * keep) / (1 - keep * keep) / (steps - 100.0));
    assertThat(square[0] / (steps - 100)).isCloseTo(variance, within(3 * error));
  }

  @Test
  void stableNoiseIsThatOfTheUpdatesStream() {
    Quadratic problem = bowl(3, 4);
    start(
            descent(1)
                .withGradientNoise(
                    new GradientNoiseRecipe(GradientNoiseRecipe.Kind.ALPHA_STABLE, 0.5, 1.2, 0)),
            problem)
        .run(List.of());
    double[] noise = Draws.stable(SEED.stream("training/gradient-noise/1"), 2, 1.2);
    assertThat(problem.parameters().toArray())
        .containsExactly(
            new double[] {0.7 - 0.1 * 0.5 * noise[0], 0.6 - 0.1 * 0.5 * noise[1]}, within(1e-14));
  }

  /** The mean of cos(u z) over n draws has a standard error of at most 1 / sqrt(2 n). */
  @Test
  void stableDrawsHaveTheirCharacteristicFunction() {
    for (double alpha : new double[] {0.7, 1, 1.5, 2}) {
      double[] draws = Draws.stable(SEED.stream("test/stable"), 100_000, alpha);
      for (double u : new double[] {0.5, 1, 2}) {
        assertThat(Arrays.stream(draws).map(z -> Math.cos(u * z)).average().orElseThrow())
            .as("alpha %s at %s", alpha, u)
            .isCloseTo(Math.exp(-Math.pow(u, alpha)), within(4 / Math.sqrt(200_000)));
      }
      assertThat(Arrays.stream(draws).map(Math::signum).sum())
          .isCloseTo(0, within(4 * Math.sqrt(100_000)));
    }
  }
}
