package org.sweetspot.measure.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.RefusedException;
import org.sweetspot.recipe.EngineRecipe;
import org.sweetspot.training.JavaEngine;
import org.sweetspot.vector.Precision;

class ModelTargetTest {
  private final List<String> closed = new ArrayList<>();

  private ModelTarget target(Problem problem) {
    return new ModelTarget(
        "bowl",
        seed ->
            new ModelTarget.Loaded(
                problem,
                "a bowl",
                Precision.DOUBLE,
                7,
                TrainingFacts.UNKNOWN.withBatch(4),
                Map.of("seed", Long.toString(seed)),
                List.of(() -> closed.add("problem"), () -> closed.add("line"))));
  }

  private static TargetSettings settings(OptionalLong seed, Optional<String> groups) {
    return new TargetSettings(
        seed,
        groups,
        TrainingFacts.UNKNOWN,
        EngineRecipe.DEFAULT,
        (precision, examples) ->
            MeasureSettings.DEFAULT.withExamples(precision == Precision.DOUBLE ? examples : 1, 1));
  }

  @Test
  void theTargetSaysHowManyExamplesAndWhichTraining() throws IOException {
    try (OpenTarget opened =
        target(Fixtures.bowl(3, 5, 2))
            .open(new JavaEngine(""), settings(OptionalLong.of(9), Optional.empty()))) {
      assertThat(opened.context().bench().settings().examples()).isEqualTo(7);
      assertThat(opened.context().subject().facts().batch()).isEqualTo(4);
      assertThat(opened.provenance()).containsEntry("seed", "9");
      assertThat(closed).isEmpty();
    }
    assertThat(closed).containsExactly("problem", "line");
  }

  @Test
  void whatWasOpenedIsClosedWhereTheSettingsAreRefused() {
    Optional<String> nothing = Optional.of("no-such-tensor");
    assertThatThrownBy(
            () ->
                target(Fixtures.bowl(3, 5, 2))
                    .open(new JavaEngine(""), settings(OptionalLong.empty(), nothing)))
        .hasMessageContaining("no-such-tensor");
    assertThat(closed).containsExactly("problem", "line");
  }

  @Test
  void weightsThatAreNoNumbersAreRefusedByName() {
    Problem broken = Fixtures.bowl(3, 5, 2);
    broken.parameters().scale(Double.NaN);
    assertThatThrownBy(() -> target(broken).open(new JavaEngine(""), TargetSettings.DEFAULT))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("a bowl: expected finite weights");
    assertThat(closed).containsExactly("problem", "line");
  }
}
