package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.data.DataSet;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeReader;
import org.sweetspot.training.Training;
import org.sweetspot.vector.ParameterGroup;

/**
 * Networks in maximal-update parametrization: their start, and that training resumes bit by bit.
 */
class ParametrizationTest {
  private static final String MLP = "{kind: mlp, hidden: [%d, %d]%s}";
  private static final String CNN =
      "{kind: cnn, convolutions: [{channels: %d}, {channels: %d, pool: 2}], normalization:"
          + " batch%s}";
  private static final String RESIDUAL = "{kind: residual, channels: %d, blocks: [1, 1]%.0s%s}";

  private static Recipe recipe(String model, String initialization) {
    return RecipeReader.parse(
        "a.yaml",
        """
        name: a
        data: {source: digits}
        model: %s
        engine: {threads: 1}
        training: {batch: 8, optimizer: {kind: adamw, rate: 0.01, weight-decay: 0.1}, budget: 6 steps}
        """
            .formatted(model.replace("mlp,", "mlp, initialization: " + initialization + ",")));
  }

  private static Problem open(Recipe recipe) {
    return new TorchEngine().open(recipe, images(), new Seed(recipe.seed()));
  }

  private static DataSet images() {
    return Fixtures.random("images", 16, List.of(1, 8, 8), 4);
  }

  private static double deviation(Problem problem, int group) {
    ParameterGroup found = problem.space().groups().get(group);
    double[] entries = problem.parameters().view(found).toArray();
    return Math.sqrt(Arrays.stream(entries).map(x -> x * x).average().orElse(0));
  }

  /** At the base width nothing differs; at 16 times it each place has its own deviation. */
  @Test
  void initialWeightsFollowTheWidth() {
    for (String kind : List.of("default", "kaiming", "xavier")) {
      String base = MLP.formatted(16, 16, "");
      String same =
          MLP.formatted(16, 16, ", parametrization: {kind: maximal-update, base-width: 16}");
      String wide =
          MLP.formatted(256, 256, ", parametrization: {kind: maximal-update, base-width: 16}");
      try (Problem first = open(recipe(base, kind));
          Problem second = open(recipe(same, kind));
          Problem third = open(recipe(wide, kind))) {
        assertThat(second.parameters().toArray()).isEqualTo(first.parameters().toArray());
        // Groups: weights and offsets of the first, the hidden and the last layer.
        double[] factors = {1, 1, 1 / 4.0, 1, 1 / 16.0, 1};
        for (int i : kind.equals("default") ? new int[] {0, 1, 2, 3, 4, 5} : new int[] {0, 2, 4}) {
          double expected = factors[i] * deviation(first, i);
          // Five standard errors of the smaller sample's deviation, at most that of a normal one.
          double size = Math.min(first.space().groups().get(i).size(), 1000);
          assertThat(deviation(third, i))
              .as(kind + " " + first.space().groups().get(i).name())
              .isCloseTo(expected, within(5 * expected / Math.sqrt(2 * size)));
        }
      }
    }
  }

  @Test
  void aTrainingResumedFromItsStateGivesTheSameBits() {
    for (String model : List.of(MLP, CNN, RESIDUAL)) {
      Recipe recipe =
          recipe(
              model.formatted(6, 6, ", parametrization: {kind: maximal-update, base-width: 2}"),
              "default");
      try (Problem whole = open(recipe);
          Problem stopped = open(recipe);
          Problem resumed = open(recipe);
          Training all = Training.start(recipe, whole);
          Training half = Training.start(recipe, stopped)) {
        all.run(List.of());
        for (int i = 0; i < 3; i++) {
          half.advance();
        }
        try (Training rest = Training.resume(recipe, resumed, half.state())) {
          rest.run(List.of());
        }
        assertThat(resumed.parameters().toArray()).isEqualTo(whole.parameters().toArray());
        assertThat(resumed.parameters().isFinite()).isTrue();
      }
    }
  }

  /** A wide network's update is not that of the same network in standard parametrization. */
  @Test
  void theRunHonoursTheFactors() {
    Recipe plain = recipe(MLP.formatted(8, 8, ""), "default");
    Recipe scaled =
        plain.withModel(
            plain
                .model()
                .withParametrization(
                    new org.sweetspot.recipe.ParametrizationRecipe.MaximalUpdate(2)));
    try (Problem first = open(plain);
        Problem second = open(plain);
        Training ordinary = Training.start(plain, first);
        Training maximal = Training.start(scaled, second)) {
      double[] start = first.parameters().toArray();
      ordinary.advance();
      maximal.advance();
      double[] one = first.parameters().toArray();
      double[] other = second.parameters().toArray();
      List<ParameterGroup> groups = first.space().groups();
      double[] factors = {1, 1, 0.25, 1, 0.25, 1};
      for (int g = 0; g < groups.size(); g++) {
        int i = (int) groups.get(g).offset();
        // Decay, the same share in both, is taken off first; epsilon is negligible.
        double decayed = g % 2 == 0 ? start[i] * (1 - 0.01 * 0.1) : start[i];
        assertThat(other[i] - decayed)
            .as(groups.get(g).name())
            .isCloseTo(factors[g] * (one[i] - decayed), within(1e-6));
      }
    }
  }
}
