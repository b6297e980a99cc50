package org.sweetspot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sweetspot.problem.RefusedException;

class RecipeDifferenceTest {
  private static final Recipe BASELINE =
      RecipeReader.parse(
          "a.yaml",
          """
          name: a
          data: {source: digits, split: {train: 400, validation: 300, test: 500}}
          model: {kind: mlp, hidden: [64, 32]}
          training:
            batch: 8
            optimizer: {kind: sgd, rate: 0.05, momentum: 0.9, weight-decay: 5e-4}
            budget: 20 epochs
          """);

  private static Recipe changed(String... options) {
    return RecipeDifference.apply(BASELINE, ChangeRecipe.parse(List.of(options)), 400);
  }

  private static Map<String, String> edits(Recipe changed) {
    Map<String, String> edits = new LinkedHashMap<>();
    RecipeDifference.of(BASELINE, changed).forEach(edit -> edits.put(edit.path(), edit.to()));
    return edits;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "batch=128|training.batch|128",
        "batch=x16|training.batch|128",
        "training.batch=128|training.batch|128",
        "lr=0.2|training.optimizer.rate|0.2",
        "rate=x4|training.optimizer.rate|0.2",
        "momentum=0|training.optimizer.momentum|0",
        "decay=x0|training.optimizer.weight-decay|0",
        "budget=25%|training.budget|5 epochs",
        "budget=0.25|training.budget|5 epochs",
        "budget=300 steps|training.budget|300 steps",
        "data=50%|data.split.subset|200",
        "data=0.5|data.split.subset|200",
        "data=100|data.split.subset|100",
        "data.split.train=100|data.split.subset|100",
        "width=x2|model.hidden|[128, 64]",
        "width=0.5|model.hidden|[32, 16]",
        "depth=4|model.hidden|[64, 32, 32, 32]",
        "depth=1|model.hidden|[64]",
        "smoothing=0.1|loss.label-smoothing|0.1",
        "clip=1|training.clip|1",
        "accumulation=4|training.accumulation|4",
        "engine.precision=double|engine.precision|double"
      })
  void oneValueIsChangedAndNothingElse(String option, String path, String to) {
    assertThat(edits(changed(option))).containsExactly(Map.entry(path, to));
  }

  @Test
  void kindsBringTheirOwnKeys() {
    assertThat(edits(changed("optimizer=adamw")))
        .containsEntry("training.optimizer.kind", "adamw")
        .containsEntry("training.optimizer.rate", "0.001")
        .containsEntry("training.optimizer.momentum", "")
        .doesNotContainKey("training.optimizer.weight-decay");
    assertThat(edits(changed("schedule=cosine"))).containsEntry("training.schedule.kind", "cosine");
    assertThat(edits(changed("normalization=layer")))
        .containsExactly(Map.entry("model.normalization.kind", "layer"));
  }

  @Test
  void manyChangesAreOneAndCommasPartThem() {
    Recipe joint = changed("batch=64", "budget=50%");
    assertThat(changed("batch=64, budget=50%")).isEqualTo(joint);
    assertThat(edits(joint)).containsOnlyKeys("training.batch", "training.budget");
    assertThat(changed("optimizer={kind: adamw, rate: 0.01}, batch=64").training().batch())
        .isEqualTo(64);
  }

  @Test
  void theSameRecipeDiffersInNothingAndAnEditMadeAgainGivesTheOther() {
    assertThat(RecipeDifference.of(BASELINE, BASELINE)).isEmpty();
    Recipe other = changed("batch=64", "lr=0.3", "smoothing=0.2");
    List<String> options =
        RecipeDifference.of(BASELINE, other).stream()
            .map(edit -> edit.path() + "=" + edit.to())
            .toList();
    assertThat(changed(options.toArray(String[]::new))).isEqualTo(other);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "seed=2|something that training depends on",
        "name=b|something that training depends on",
        "data.split.test=100|the examples that are tested on",
        "bacth=64|expected one of name",
        "batch=many|training.batch: expected a whole number",
        "batch=0|at least 1 example",
        "data=500|from 1 to the 400 training examples",
        "data=none|a share such as 50%",
        "width=wide|a factor on every hidden width",
        "depth=0|a number of hidden layers",
        "budget=0%|a budget above 0",
        "momentum=2|at least 0, below 1",
        "training.schedule.factor=x2|a value of its own"
      })
  void whatCannotBeIsRefusedWithItsName(String option, String message) {
    assertThatThrownBy(() -> changed(option))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining(message);
  }

  @Test
  void optionsThatAreNoneAreRefused() {
    assertThatThrownBy(() -> ChangeRecipe.parse(List.of("batch")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("KEY=VALUE");
    assertThatThrownBy(() -> ChangeRecipe.parse(List.of("batch=")))
        .isInstanceOf(RefusedException.class);
    assertThatThrownBy(() -> ChangeRecipe.parse(List.of("batch=4", "batch=8")))
        .hasMessageContaining("batch twice");
  }

  @Test
  void aRecipesOwnChangeIsReadAndWritten() {
    Recipe recipe =
        RecipeReader.parse(
            "b.yaml",
            RecipeWriter.write(BASELINE)
                .replace(
                    "change: {}",
                    "change: {training: {batch: 64}, budget: 50%, optimizer: {kind: adamw, rate:"
                        + " 0.01}}"));
    assertThat(recipe.control().change().values())
        .containsEntry("training.batch", "64")
        .containsEntry("budget", "50%")
        .containsEntry("optimizer", "{kind: adamw, rate: 0.01}");
    assertThat(RecipeReader.parse("c.yaml", RecipeWriter.write(recipe))).isEqualTo(recipe);
  }
}
