package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sweetspot.control.probe.CoordinateCheck;
import org.sweetspot.control.probe.CoordinateCheck.Answer;
import org.sweetspot.data.DataSet;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeReader;

/** Updates grow with the width in standard parametrization and do not under maximal update. */
class CoordinateCheckTest {
  private static final DataSet DATA = Fixtures.random("images", 128, List.of(1, 8, 8), 10);
  private static final String MAXIMAL = ", parametrization: {kind: maximal-update, base-width: 32}";

  private static final String MLP = "kind: mlp, hidden: [%1$d, %1$d]";

  private static CoordinateCheck check(String optimizer, String parametrization) {
    return check(MLP, optimizer, parametrization);
  }

  private static CoordinateCheck check(String model, String optimizer, String parametrization) {
    List<Recipe> recipes =
        Stream.of(32, 64, 128, 256)
            .map(
                width ->
                    RecipeReader.parse(
                        "a.yaml",
                        """
                        name: a
                        data: {source: digits}
                        model: {%s%s}
                        engine: {threads: 1}
                        training: {batch: 32, optimizer: %s, budget: 10 steps}
                        """
                            .formatted(model.formatted(width), parametrization, optimizer)))
            .toList();
    TorchEngine engine = new TorchEngine();
    return CoordinateCheck.of(
        recipes, 5, 3, recipe -> engine.open(recipe, DATA, new Seed(recipe.seed())));
  }

  @Test
  void adaptiveRulesAtOneRateMoveWideNetworksMore() {
    CoordinateCheck standard = check("{kind: adamw, rate: 0.003}", "");
    CoordinateCheck maximal = check("{kind: adamw, rate: 0.003}", MAXIMAL);
    assertThat(standard.answer()).isEqualTo(Answer.DOES_NOT);
    assertThat(standard.worst().exponent()).isBetween(0.5, 1.2);
    assertThat(maximal.answer()).isEqualTo(Answer.HOLDS);
    assertThat(maximal.layers()).hasSize(3);
  }

  @Test
  void gradientDescentDoesSoInItsLastLayer() {
    CoordinateCheck standard = check("{kind: sgd, rate: 0.05}", "");
    CoordinateCheck maximal = check("{kind: sgd, rate: 0.05}", MAXIMAL);
    assertThat(standard.answer()).isEqualTo(Answer.DOES_NOT);
    assertThat(maximal.answer()).isEqualTo(Answer.HOLDS);
  }

  @Test
  void convolutionalNetworksFollowToo() {
    String network =
        "kind: cnn, convolutions: [{channels: %1$d, pool: 4}, {channels: %1$d, pool: 2}]";
    assertThat(check(network, "{kind: adamw, rate: 0.003}", "").answer())
        .isEqualTo(Answer.DOES_NOT);
    for (String optimizer : List.of("{kind: adamw, rate: 0.003}", "{kind: rmsprop, rate: 0.001}")) {
      CoordinateCheck maximal = check(network, optimizer, MAXIMAL);
      assertThat(maximal.answer()).as(maximal.toString()).isEqualTo(Answer.HOLDS);
    }
  }

  @Test
  void theAnswerNeedsErrorsThatTellItApart() {
    CoordinateCheck.Layer still = new CoordinateCheck.Layer("a", 0.1, 0.05);
    CoordinateCheck.Layer moving = new CoordinateCheck.Layer("b", -0.9, 0.1);
    CoordinateCheck.Layer blurred = new CoordinateCheck.Layer("c", 0.5, 0.3);
    assertThat(new CoordinateCheck(List.of(still)).answer()).isEqualTo(Answer.HOLDS);
    assertThat(new CoordinateCheck(List.of(still, blurred)).answer()).isEqualTo(Answer.CANNOT_TELL);
    CoordinateCheck moved = new CoordinateCheck(List.of(still, blurred, moving));
    assertThat(moved.answer()).isEqualTo(Answer.DOES_NOT);
    assertThat(moved.worst()).isEqualTo(moving);
  }
}
