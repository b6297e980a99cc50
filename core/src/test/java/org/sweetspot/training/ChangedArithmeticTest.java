package org.sweetspot.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.sweetspot.training.Trainings.bowl;
import static org.sweetspot.training.Trainings.recipe;
import static org.sweetspot.training.Trainings.start;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.precision.FloatFormat;
import org.sweetspot.problem.Problem;
import org.sweetspot.recipe.OptimizerRecipe.Sgd;
import org.sweetspot.recipe.PrecisionRecipe;
import org.sweetspot.recipe.Span;
import org.sweetspot.recipe.SparsityRecipe;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.reference.Quadratic;

/** Stale gradients, sparse and rounded weights against updates computed by hand. */
class ChangedArithmeticTest {
  private static TrainingRecipe descent(double rate, long steps) {
    return recipe(new Sgd(rate, 0, false, 0, false), Span.steps(steps));
  }

  @Test
  void staleGradientsAreThoseOfTheWeightsOfSoManyUpdatesAgo() {
    // x: 1, then 3 updates by the gradient 3 at the start, then one by that at 0.7.
    Quadratic problem = bowl(3, 4);
    start(descent(0.1, 4).withStaleness(2), problem).run(List.of());
    assertThat(problem.parameters().get(0)).isCloseTo(1 - 3 * 0.3 - 0.3 * 0.7, within(1e-14));
    assertThat(problem.parameters().get(1)).isCloseTo(1 - 3 * 0.4 - 0.4 * 0.6, within(1e-14));
  }

  @Test
  void staleTrainingGrowsBeyondTheStabilityLimitAlone() {
    double limit = 2 * Math.sin(Math.PI / (2 * 17));
    for (double factor : new double[] {0.97, 1.03}) {
      Quadratic problem = bowl(1, 1);
      start(descent(factor * limit, 3000).withStaleness(8), problem).run(List.of());
      assertThat(problem.parameters().norm() > 1).isEqualTo(factor > 1);
    }
  }

  @Test
  void roundedWeightsAreHeldByTheFormat() {
    Quadratic problem = bowl(3, 4);
    PrecisionRecipe narrow =
        new PrecisionRecipe(
            PrecisionRecipe.Kind.NONE,
            "usual",
            "usual",
            "usual",
            "usual",
            "usual",
            "usual",
            "none",
            "bfloat16");
    start(descent(0.1, 1).withPrecision(narrow), problem).run(List.of());
    // 0.7 and 0.6 to eight bits.
    assertThat(problem.parameters().toArray()).containsExactly(0.69921875, 0.6015625);
  }

  private static PrecisionRecipe keeping(String keep, String weights, String moments, String used) {
    String usual = PrecisionRecipe.USUAL;
    return new PrecisionRecipe(
        PrecisionRecipe.Kind.NONE,
        usual,
        usual,
        usual,
        usual,
        usual,
        usual,
        keep,
        weights,
        moments,
        used);
  }

  @Test
  void momentsAreHeldByTheFormatBetweenUpdates() {
    Quadratic problem = bowl(3, 4);
    TrainingRecipe momentum = recipe(new Sgd(0.1, 0.5, false, 0, false), Span.steps(3));
    start(momentum.withPrecision(keeping("none", "float32", "bfloat16", "float32")), problem)
        .run(List.of());
    // The velocity is 3, 4, then 3.6, 4.4, of which eight bits are kept: 3.59375, 4.40625.
    double first = 1 - 0.3 - 0.36;
    double second = 1 - 0.4 - 0.44;
    assertThat(problem.parameters().get(0))
        .isCloseTo(first - 0.1 * (0.5 * 3.59375 + 3 * first), within(1e-6));
    assertThat(problem.parameters().get(1))
        .isCloseTo(second - 0.1 * (0.5 * 4.40625 + 4 * second), within(1e-6));
  }

  @Test
  void whatIsEvaluatedIsHeldByItsFormatAndWhatIsTrainedIsNot() {
    Problem plain = Clouds.problem(30);
    start(descent(0.5, 20), plain).run(List.of());
    Problem narrow = Clouds.problem(30);
    start(descent(0.5, 20).withPrecision(keeping("none", "float32", "float32", "half")), narrow)
        .run(List.of());
    double[] trained = plain.parameters().toArray();
    double[] used = narrow.parameters().toArray();
    int matrix = Math.toIntExact(plain.space().groups().get(0).size());
    assertThat(matrix).isLessThan(used.length);
    for (int i = 0; i < used.length; i++) {
      double expected =
          i < matrix ? FloatFormat.HALF.grid().nearest((float) trained[i]) : (float) trained[i];
      assertThat(used[i]).as("weight " + i).isCloseTo(expected, within(i < matrix ? 0 : 1e-6));
    }
  }

  @Test
  void tensorsThatAreKeptAreNotRounded() {
    Problem plain = Clouds.problem(30);
    start(descent(0.5, 1), plain).run(List.of());
    String matrix = plain.space().groups().get(0).name();
    Problem kept = Clouds.problem(30);
    start(descent(0.5, 1).withPrecision(keeping("^" + matrix + "$", "int4", "int4", "int4")), kept)
        .run(List.of());
    int size = Math.toIntExact(plain.space().groups().get(0).size());
    assertThat(Arrays.copyOf(kept.parameters().toArray(), size))
        .containsExactly(Arrays.copyOf(plain.parameters().toArray(), size));
    assertThat(kept.parameters().toArray()).isNotEqualTo(plain.parameters().toArray());
  }

  @Test
  void sparseWeightsAreZeroWhereTheyAreSmallAndGoOnMoving() {
    Problem problem = Clouds.problem(30);
    SparsityRecipe sparse = new SparsityRecipe(SparsityRecipe.Kind.MAGNITUDE, "1:2", 1, 0, "none");
    try (Training training = start(descent(0.5, 40).withSparsity(sparse), problem)) {
      training.advance();
      training.advance();
      // Between updates the weights are dense.
      assertThat(zeros(problem)).isZero();
      training.run(List.of());
      int weights = Math.toIntExact(problem.space().groups().get(0).size());
      assertThat(zeros(problem)).isEqualTo(weights / 2);
      assertThat(training.state().number("sparsity-flips")).isBetween(0.0, 1.0);
    }
  }

  @Test
  void aModelWhoseProductsCannotBeQuantizedIsRefused() {
    TrainingRecipe recipe =
        descent(0.1, 1).withPrecision(PrecisionRecipe.of(PrecisionRecipe.Kind.NVFP4));
    assertThatThrownBy(() -> start(recipe, bowl(3, 4)))
        .hasMessageContaining("training.precision")
        .hasMessageContaining("leave training.precision out");
  }

  private static int zeros(Problem problem) {
    int zeros = 0;
    for (double weight : problem.parameters().toArray()) {
      zeros += weight == 0 ? 1 : 0;
    }
    return zeros;
  }
}
