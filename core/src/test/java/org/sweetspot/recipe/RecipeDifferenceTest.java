package org.sweetspot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "width=x2, depth=3|model.hidden|[128, 64, 64]",
        "depth=3, width=x2|model.hidden|[128, 64, 64]",
        "width=0.5, depth=x2|model.hidden|[32, 16, 16, 16]",
        "optimizer=adamw, rate=x2|training.optimizer.rate|0.002",
        "rate=0.5, optimizer=adamw|training.optimizer.rate|0.5",
        "rate=x2, optimizer={kind: adamw, rate: 0.01}|training.optimizer.rate|0.02",
        "model={kind: mlp, hidden: [10]}, width=x3|model.hidden|[30]",
        "accumulation=4, batch=64|training.accumulation|4",
        "training.schedule=cosine, warm-up=20 steps|training.schedule.warm-up|20 steps"
      })
  void valuesAreAppliedOneAfterAnotherWhateverTheirOrder(String options, String path, String to) {
    assertThat(edits(changed(options))).containsEntry(path, to);
    List<String> reversed = new ArrayList<>(ChangeRecipe.parse(List.of(options)).options());
    Collections.reverse(reversed);
    assertThat(changed(reversed.toArray(String[]::new))).isEqualTo(changed(options));
  }

  @Test
  void everyTwoShortNamesAreBothKeptOrRefused() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("batch", "64");
    values.put("rate", "0.2");
    values.put("lr", "0.2");
    values.put("momentum", "0.5");
    values.put("decay", "0.01");
    values.put("optimizer", "rmsprop");
    values.put("schedule", "cosine");
    values.put("warm-up", "20 steps");
    values.put("budget", "50%");
    values.put("data", "50%");
    values.put("augmentation", "{crop: 1}");
    values.put("smoothing", "0.1");
    values.put("clip", "1");
    values.put("accumulation", "4");
    values.put("averaging", "mean");
    values.put("normalization", "layer");
    values.put("precision", "nvfp4");
    values.put("sparsity", "2:4");
    values.put("staleness", "8");
    values.put("workers", "4");
    values.put("width", "x2");
    values.put("depth", "4");
    assertThat(values).containsOnlyKeys(ChangeNames.KEYS.keySet());
    values.forEach(
        (first, one) ->
            values.forEach(
                (second, two) -> {
                  if (!first.equals(second)) {
                    bothAreKeptOrRefused(first + "=" + one, second + "=" + two);
                  }
                }));
  }

  /** Every key that the one moves alone is moved by both, or there is no such recipe. */
  private static void bothAreKeptOrRefused(String first, String second) {
    Recipe both;
    try {
      both = changed(first, second);
    } catch (RecipeException refused) {
      assertThat(refused).hasMessageContaining("one value for each key");
      return;
    }
    for (String one : List.of(first, second)) {
      assertThat(edits(both)).as(first + " with " + second).containsKeys(keys(changed(one)));
    }
    assertThat(both).isNotEqualTo(changed(first)).isNotEqualTo(changed(second));
  }

  private static String[] keys(Recipe changed) {
    return edits(changed).keySet().toArray(String[]::new);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "batch=64|training.batch=32",
        "rate=0.1|lr=0.2",
        "data=50%|data.split.train=100",
        "optimizer=adamw|training.optimizer={kind: sgd, rate: 0.1}",
        "optimizer={kind: adamw, rate: 0.01}|rate=0.02",
        "model.hidden=[10, 10]|width=x2",
        "training.schedule={kind: cosine, warm-up: 10 steps}|warm-up=20 steps"
      })
  void twoValuesForOneKeyAreRefused(String first, String second) {
    for (List<String> options : List.of(List.of(first, second), List.of(second, first))) {
      assertThatThrownBy(() -> changed(options.toArray(String[]::new)))
          .isInstanceOf(RecipeException.class)
          .hasMessageContaining("one value for each key");
    }
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
        "engine.threads=1|something that training depends on",
        "engine.device=cuda|something that training depends on",
        "data.split.test=100|the examples that are tested on",
        "bacth=64|did you mean batch?",
        "presision=mxfp4|did you mean precision?",
        "witdh=x2|did you mean width?",
        "weight_decay=0.1|did you mean decay?",
        "label_smothing=0.1|did you mean loss.label-smoothing?",
        "zzzzzzzz=1|see docs/recipes.md for the keys",
        "batch=many|training.batch: expected a whole number",
        "batch=0|at least 1 example",
        "data=500|from 1 to the 400 training examples",
        "data=none|a share such as 50%",
        "width=wide|a factor on every hidden width",
        "depth=0|a number of hidden layers",
        "budget=0%|a budget above 0",
        "momentum=2|at least 0, below 1",
        "sparsity=2:4:1|N:M such as 2:4",
        "sparsity=5:4|N:M such as 2:4",
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
  void aPatternOfSparsityIsTheSameQuotedOrNot() {
    for (String written : List.of("1:4", "\"1:4\"", "'1:4'")) {
      Recipe recipe =
          RecipeReader.parse(
              "b.yaml",
              RecipeWriter.write(BASELINE)
                  .replace("change: {}", "change: {sparsity: " + written + "}"));
      Recipe changed = RecipeDifference.apply(BASELINE, recipe.control().change(), 400);
      assertThat(edits(changed))
          .as(written)
          .containsOnly(
              Map.entry("training.sparsity.kind", "magnitude"),
              Map.entry("training.sparsity.pattern", "\"1:4\""));
    }
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
