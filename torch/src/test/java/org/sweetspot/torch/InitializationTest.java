package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Activation;
import org.sweetspot.recipe.InitializationRecipe;
import org.sweetspot.recipe.InitializationRecipe.Kind;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.NormalizationRecipe;
import org.sweetspot.vector.ParameterGroup;

class InitializationTest {
  private static TorchProblem mlp(InitializationRecipe start, NormalizationRecipe normalization) {
    return Fixtures.open(
        new ModelRecipe.Mlp(List.of(200, 100), Activation.RELU, normalization, start),
        Fixtures.random("wide", 2, List.of(400), 10));
  }

  private static double[] group(TorchProblem problem, String name) {
    ParameterGroup found =
        problem.space().groups().stream()
            .filter(group -> group.name().equals(name))
            .findFirst()
            .orElseThrow();
    return problem.parameters().view(found).toArray();
  }

  private static double meanSquare(double[] entries) {
    return Arrays.stream(entries).map(x -> x * x).average().orElse(0);
  }

  @Test
  void theDefaultIsPyTorchsUniform() {
    try (TorchProblem problem = mlp(InitializationRecipe.DEFAULT, Fixtures.NONE)) {
      double bound = 1 / Math.sqrt(400);
      double[] weights = group(problem, "dense1.weight");
      assertThat(weights).hasSize(80_000);
      assertThat(Arrays.stream(weights).max().orElse(0)).isBetween(0.99 * bound, bound);
      assertThat(Arrays.stream(weights).min().orElse(0)).isBetween(-bound, -0.99 * bound);
      // Five standard errors of the mean square of a uniform variable.
      assertThat(meanSquare(weights))
          .isCloseTo(bound * bound / 3, within(5 * 0.3 * bound * bound / Math.sqrt(80_000)));
      double[] biases = group(problem, "dense2.bias");
      assertThat(Arrays.stream(biases).map(Math::abs).max().orElse(0))
          .isBetween(0.9 / Math.sqrt(200), 1 / Math.sqrt(200));
    }
  }

  @Test
  void kaimingAndXavierHaveTheirVariances() {
    for (Kind kind : List.of(Kind.KAIMING, Kind.XAVIER)) {
      try (TorchProblem problem = mlp(new InitializationRecipe(kind, 1, 1), Fixtures.NONE)) {
        double variance = kind == Kind.KAIMING ? 2.0 / 400 : 2.0 / 600;
        assertThat(meanSquare(group(problem, "dense1.weight")))
            .isCloseTo(variance, within(5 * variance * Math.sqrt(2.0 / 80_000)));
        assertThat(group(problem, "dense1.bias")).containsOnly(0.0);
      }
    }
  }

  @Test
  void scaleMultipliesWeightsAndShapeKeepsTheirProduct() {
    try (TorchProblem plain = mlp(InitializationRecipe.DEFAULT, Fixtures.NONE);
        TorchProblem scaled = mlp(new InitializationRecipe(Kind.DEFAULT, 3, 2), Fixtures.NONE)) {
      double[] factors = {6, 3, 1.5};
      String[] names = {"dense1", "dense2", "output"};
      for (int l = 0; l < 3; l++) {
        double[] expected = group(plain, names[l] + ".weight");
        for (int i = 0; i < expected.length; i++) {
          expected[i] *= factors[l];
        }
        assertThat(group(scaled, names[l] + ".weight")).containsExactly(expected, within(1e-15));
        assertThat(group(scaled, names[l] + ".bias")).isEqualTo(group(plain, names[l] + ".bias"));
      }
    }
  }

  @Test
  void normalizationsStartAtTheIdentity() {
    try (TorchProblem problem =
        mlp(InitializationRecipe.DEFAULT, Fixtures.normalization(NormalizationRecipe.Kind.BATCH))) {
      assertThat(group(problem, "dense1.normalization.scale")).containsOnly(1.0);
      assertThat(group(problem, "dense1.normalization.shift")).containsOnly(0.0);
      double[] buffers = problem.buffers().toArray();
      assertThat(Arrays.copyOfRange(buffers, 0, 200)).containsOnly(0.0);
      assertThat(Arrays.copyOfRange(buffers, 200, 400)).containsOnly(1.0);
    }
  }

  @Test
  void drawsComeInOrderFromTheStreamOfThatName() {
    try (TorchProblem problem = mlp(new InitializationRecipe(Kind.KAIMING, 1, 1), Fixtures.NONE)) {
      RandomStream stream = new Seed(1).stream("initialization");
      double[] weights = group(problem, "dense1.weight");
      for (int i = 0; i < 10; i++) {
        assertThat(weights[i]).isEqualTo(Math.sqrt(2.0 / 400) * stream.nextGaussian());
      }
    }
  }
}
