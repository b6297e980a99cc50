package org.sweetspot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.sweetspot.recipe.Mistakes.SMALL;
import static org.sweetspot.recipe.Mistakes.edit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong keys are answered with place, what, expected, got and a remedy; so are wrong files. */
class BrokenRecipesTest {
  @TempDir private Path folder;

  static Stream<Arguments> mistakes() {
    return Stream.of(
        edit(
            "unknown key near a valid one",
            "batch: 16",
            "bacth: 16",
            "a.yaml:7:3: training: expected one of batch, accumulation, optimizer, schedule,"
                + " budget, clip, averaging, evaluation, sharpness-aware, gradient-noise,"
                + " precision, sparsity, staleness, delays, workers, kind,"
                + " run, folder, patience, batch-schedule, got the"
                + " unknown key bacth",
            "did you mean batch?"),
        edit(
            "unknown key of another place",
            "  batch: 16",
            "  batch: 16\n  momentum: 0.9",
            "a.yaml:8:3: training: expected one of batch,",
            "it belongs to model.normalization.momentum or training.optimizer.momentum"),
        edit(
            "another program's name of a key",
            "rate: 0.1",
            "lr: 0.1",
            "a.yaml:10:5: training.optimizer: expected one of kind, rate, momentum,",
            "did you mean rate?"),
        edit(
            "underscore for hyphen",
            "rate: 0.1",
            "rate: 0.1\n    weight_decay: 1e-4",
            "a.yaml:11:5: training.optimizer: expected one of kind, rate,",
            "did you mean weight-decay?"),
        edit(
            "unknown key near one of another place",
            "model:",
            "presision: mxfp4\nmodel:",
            "a.yaml:3:1: recipe: expected one of name, seed, engine,",
            "did you mean engine.precision or training.precision?"),
        edit(
            "unknown key with no likeness",
            "model:",
            "zzzzzzzz: 1\nmodel:",
            "a.yaml:3:1: recipe: expected one of name, seed, engine, data, model, loss, training,"
                + " snapshots, control, got the unknown key zzzzzzzz",
            "delete it, or see docs/recipes.md"),
        edit(
            "missing key",
            "  batch: 16\n",
            "",
            "a.yaml:6:1: training.batch: expected a whole number, got no such key",
            "add batch: under training"),
        edit(
            "missing section",
            "model:\n  kind: mlp\n  hidden: [32]\n",
            "",
            "a.yaml:1:1: model: expected a mapping whose kind is one of linear, mlp, cnn,"
                + " residual, transformer, audio, torchscript, elsewhere, got no such key",
            "add model:"),
        edit(
            "missing rate",
            "optimizer:\n    kind: sgd\n    rate: 0.1",
            "optimizer: sgd",
            "a.yaml:8:3: training.optimizer.rate: expected a number, got no such key",
            "add rate: under training.optimizer"),
        edit(
            "missing kind",
            "kind: sgd\n    rate",
            "rate",
            "a.yaml:8:3: training.optimizer.kind: expected one of sgd, adamw, rmsprop, got no such"
                + " key",
            "add kind: and one of these words"),
        edit(
            "unknown kind",
            "kind: sgd",
            "kind: sdg",
            "a.yaml:9:11: training.optimizer.kind: expected one of sgd, adamw, rmsprop, got sdg",
            "did you mean sgd?"),
        edit(
            "unknown source",
            "digits",
            "minst",
            "a.yaml:2:11: data.source.kind: expected one of digits, idx, cifar, npz, csv, parquet,"
                + " images, sounds, texts, text, elsewhere, got minst",
            "write one of these words"),
        edit(
            "unknown constant",
            "hidden: [32]",
            "hidden: [32]\n  activation: ReLU",
            "a.yaml:6:15: model.activation: expected one of relu, gelu, tanh, identity, got ReLU",
            "did you mean relu?"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsAnsweredInFull(String yaml, String start, String fix) {
    Mistakes.assertAnsweredInFull(yaml, start, fix);
  }

  @Test
  void theMessageShowsTheLineAndPointsAtTheColumn() {
    assertThatThrownBy(() -> RecipeReader.parse("a.yaml", SMALL.replace("rate: 0.1", "rate: fast")))
        .hasMessage(
            """
            a.yaml:10:11: training.optimizer.rate: expected a number, got fast
              10 |     rate: fast
                             ^
              fix: write a finite number without quotes, such as 0.1 or 1e-3\
            """);
  }

  @Test
  void allMistakesAreReportedAtOnce() {
    String yaml =
        SMALL
            .replace("source: digits", "source: digit\n  colour: red")
            .replace("[32]", "[0]")
            .replace("rate: 0.1", "lr: 0.1")
            .replace("20 epochs", "20");

    RecipeException thrown =
        catchThrowableOfType(RecipeException.class, () -> RecipeReader.parse("a.yaml", yaml));

    assertThat(thrown.problems())
        .extracting(RecipeProblem::line, RecipeProblem::what)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(3, "data"),
            org.assertj.core.groups.Tuple.tuple(2, "data.source.kind"),
            org.assertj.core.groups.Tuple.tuple(6, "model.hidden"),
            org.assertj.core.groups.Tuple.tuple(11, "training.optimizer"),
            org.assertj.core.groups.Tuple.tuple(12, "training.budget"));
  }

  @Test
  void missingFilesFoldersLargeFilesAndOtherEncodingsAreRefused() throws IOException {
    assertThatThrownBy(() -> RecipeReader.read(folder.resolve("none.yaml")))
        .isInstanceOf(RecipeException.class)
        .hasMessageContainingAll("none.yaml: recipe: expected a recipe file, got no such file");
    assertThatThrownBy(() -> RecipeReader.read(folder))
        .isInstanceOf(RecipeException.class)
        .hasMessageContainingAll("expected a recipe file, got a folder", "name the .yaml file");
    Path latin = folder.resolve("latin.yaml");
    Files.write(latin, "data: x\nname: größe".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> RecipeReader.read(latin))
        .isInstanceOf(RecipeException.class)
        .hasMessageContainingAll("latin.yaml:2: ", "UTF-8, got the byte 0xf6", "save the file");
    Path large = folder.resolve("large.yaml");
    Files.write(large, new byte[(1 << 20) + 1]);
    assertThatThrownBy(() -> RecipeReader.read(large))
        .isInstanceOf(RecipeException.class)
        .hasMessageContainingAll("at most 1 MiB, got a larger file", "data.source");
  }

  @Test
  void optionsAreNamedInMessages() throws IOException {
    Path file = folder.resolve("a.yaml");
    Files.writeString(file, SMALL);
    assertOption(
        file, "training.bacth=64", "training: expected one of batch", "did you mean batch?");
    assertOption(
        file, "data.suorce=digits", "data: expected one of source", "did you mean source?");
    assertOption(file, "trianing.batch=64", "recipe: expected one of", "did you mean training?");
    assertOption(file, "training.batch=many", "training.batch: expected a whole number, got many");
    assertOption(file, "training.batch=", "training.batch: expected a value, got nothing");
    assertOption(file, "training.batch", "expected key=value, such as training.batch=64");
    assertOption(file, "=64", "expected key=value");
    assertOption(file, "training..batch=64", "expected key=value");
    assertOption(file, "model.hidden.1=64", "expected a position from 0 to 0, got 1");
    assertOption(file, "control.change=16", "control.change: expected a mapping from keys");
    assertOption(file, "training.batch={a: ", "YAML syntax: expected valid YAML");
    assertOption(file, "training.budget=3", "training.budget: expected an amount with its unit");
  }

  private static void assertOption(Path file, String option, String... parts) {
    assertThatThrownBy(() -> RecipeReader.read(file, List.of(option)))
        .isInstanceOf(RecipeException.class)
        .hasMessageContainingAll(parts)
        .message()
        .startsWith("option " + option + ": ");
  }

  @Test
  void aRecipeMadeInJavaIsCheckedToo() {
    Recipe recipe = RecipeReader.parse("a.yaml", SMALL);
    Recipe wrong =
        recipe.withTraining(
            recipe
                .training()
                .withBudget(Span.steps(1))
                .withSchedule(new ScheduleRecipe.Constant(Span.steps(2))));

    assertThat(RecipeCheck.require(recipe)).isSameAs(recipe);
    assertThatThrownBy(() -> RecipeCheck.require(wrong))
        .isInstanceOf(RecipeException.class)
        .hasMessageContainingAll(
            "recipe recipe: training.schedule.warm-up: expected at most", "fix:");
  }
}
