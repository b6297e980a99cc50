package org.sweetspot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

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

/** Every mistake is answered with place, what, expected, got, the line and a remedy. */
class BrokenRecipesTest {
  private static final String SMALL = RecipeReaderTest.SMALL;

  @TempDir private Path folder;

  /** A change of the small recipe, and what the message must begin with and contain. */
  private static Arguments edit(String name, String from, String to, String start, String fix) {
    assertThat(SMALL).contains(from);
    return argumentSet(name, SMALL.replace(from, to), start, fix);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        edit(
            "unknown key near a valid one",
            "batch: 16",
            "bacth: 16",
            "a.yaml:7:3: training: expected one of batch, accumulation, optimizer, schedule,"
                + " budget, clip, averaging, evaluation, got the unknown key bacth",
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
                + " residual, transformer, audio, torchscript, got no such key",
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
            "a.yaml:2:11: data.source.kind: expected one of digits, idx, cifar, npz, text, got"
                + " minst",
            "write one of these words"),
        edit(
            "unknown constant",
            "hidden: [32]",
            "hidden: [32]\n  activation: ReLU",
            "a.yaml:6:15: model.activation: expected one of relu, gelu, tanh, identity, got ReLU",
            "did you mean relu?"),
        edit(
            "fraction for a whole number",
            "batch: 16",
            "batch: 2.7",
            "a.yaml:7:10: training.batch: expected a whole number, got 2.7",
            "write digits only, such as 64"),
        edit(
            "quoted number",
            "batch: 16",
            "batch: \"16\"",
            "a.yaml:7:10: training.batch: expected a whole number, got the text \"16\"",
            "write the number without quotes"),
        edit(
            "exponent for a whole number",
            "batch: 16",
            "batch: 1e2",
            "a.yaml:7:10: training.batch: expected a whole number, got 1e2",
            "no exponent"),
        edit(
            "whole number too large",
            "batch: 16",
            "batch: 3000000000",
            "a.yaml:7:10: training.batch: expected a whole number of at most 2147483647, got"
                + " 3000000000",
            "write a smaller number"),
        edit(
            "nothing for a number",
            "batch: 16",
            "batch:",
            "a.yaml:7:9: training.batch: expected a whole number, got nothing",
            "write digits only"),
        edit(
            "explicit tag",
            "batch: 16",
            "batch: !!str 16",
            "a.yaml:7:10: training.batch: expected a whole number, got the tag"
                + " tag:yaml.org,2002:str before 16",
            "write digits only"),
        edit(
            "not a number",
            "rate: 0.1",
            "rate: .nan",
            "a.yaml:10:11: training.optimizer.rate: expected a number, got .nan",
            "write a finite number"),
        edit(
            "infinity",
            "rate: 0.1",
            "rate: .inf",
            "a.yaml:10:11: training.optimizer.rate: expected a number, got .inf",
            "write a finite number"),
        edit(
            "overflow",
            "rate: 0.1",
            "rate: 1e999",
            "a.yaml:10:11: training.optimizer.rate: expected a number below 1.8e308, got 1e999",
            "write a smaller number"),
        edit(
            "value that the record refuses",
            "rate: 0.1",
            "rate: -0.1",
            "a.yaml:10:11: training.optimizer.rate: expected above 0, got -0.1",
            "write for rate above 0"),
        edit(
            "values that one record can't have together",
            "rate: 0.1",
            "rate: 0.1\n    nesterov: true",
            "a.yaml:11:15: training.optimizer.nesterov: expected a momentum above 0 with it, got"
                + " 0.0",
            "a momentum above 0"),
        edit(
            "word for a truth value",
            "rate: 0.1",
            "rate: 0.1\n    nesterov: yes",
            "a.yaml:11:15: training.optimizer.nesterov: expected true or false, got yes",
            "write true or false"),
        edit(
            "span without unit",
            "20 epochs",
            "20",
            "a.yaml:11:11: training.budget: expected an amount with its unit: epochs, steps or"
                + " seconds, such as 20 epochs, got 20",
            "add the unit: 20 epochs, 20 steps or 20 seconds"),
        edit(
            "span in a wrong unit",
            "20 epochs",
            "20 hours",
            "a.yaml:11:11: training.budget: expected an amount with its unit: epochs, steps or"
                + " seconds, such as 20 epochs, got 20 hours",
            "use one of the units epochs, steps, seconds"),
        edit(
            "misspelt unit",
            "20 epochs",
            "20 epcohs",
            "a.yaml:11:11: training.budget: expected an amount with its unit",
            "did you mean 20 epochs?"),
        edit(
            "fraction of a step",
            "20 epochs",
            "2.5 steps",
            "a.yaml:11:11: training.budget: expected a whole number of steps, got 2.5 steps",
            "write a whole number of steps"),
        edit(
            "no budget at all",
            "20 epochs",
            "0 epochs",
            "a.yaml:11:11: training.budget: expected more than 0, got 0 epochs",
            "write for budget more than 0"),
        edit(
            "number for a list",
            "[32]",
            "32",
            "a.yaml:5:11: model.hidden: expected a list of whole numbers, got 32",
            "write it in brackets"),
        edit(
            "wrong element of a list",
            "[32]",
            "[32, many]",
            "a.yaml:5:16: model.hidden[1]: expected a whole number, got many",
            "write digits only"),
        edit(
            "list for a section",
            "  kind: mlp\n  hidden: [32]",
            "  - mlp",
            "a.yaml:4:3: model: expected a mapping whose kind is one of linear, mlp,",
            "write the keys below it"),
        edit(
            "number for a name",
            "data:",
            "name: 2024\ndata:",
            "a.yaml:1:7: name: expected text, got 2024",
            "put it in quotes: \"2024\""),
        edit(
            "name that can't be a folder's",
            "data:",
            "name: ../up\ndata:",
            "a.yaml:1:7: name: expected a name that can be a folder's",
            "use letters, digits, - and _"),
        edit(
            "key given twice",
            "  batch: 16",
            "  batch: 16\n  batch: 32",
            "a.yaml:8:3: training.batch: expected each key once, got the key again, first on line"
                + " 7",
            "delete one of the two"),
        edit(
            "list as a key",
            "data:",
            "[1, 2]: 3\ndata:",
            "a.yaml:1:1: recipe: expected a word as key, got a list",
            "write key: value"),
        edit(
            "broken YAML",
            "[32]",
            "[32",
            "a.yaml:6:9: YAML syntax: expected valid YAML, got ",
            "check indentation, colons, quotes and brackets"),
        edit(
            "tab as indentation",
            "  batch: 16",
            "\tbatch: 16",
            "a.yaml:7:1: YAML syntax: expected valid YAML, got ",
            "check indentation"),
        edit(
            "control character",
            "batch: 16",
            "batch: 1\u00016",
            "a.yaml:7:11: YAML syntax: expected printable characters, got U+0001",
            "delete the character"),
        edit(
            "anchor and alias",
            "hidden: [32]",
            "hidden: &a [32]\nloss: *a",
            "a.yaml:5:11: anchor: expected values written out, got an anchor (&name)",
            "write the value itself"),
        edit(
            "two documents",
            "model:",
            "---\nmodel:",
            "a.yaml:3:1: documents: expected one recipe in a file, got a second document",
            "to a file of its own"),
        argumentSet(
            "nothing",
            "# nothing but a comment\n",
            "a.yaml: recipe: expected a mapping with the keys name, seed, engine, data, model,"
                + " loss, training, snapshots, control, got an empty file",
            "begin with data:, model: and training:"),
        argumentSet(
            "a word for a recipe",
            "train well",
            "a.yaml:1:1: recipe: expected a mapping with the keys name,",
            "write the keys below it"),
        argumentSet(
            "depth without end",
            "a: " + "[".repeat(100_000),
            "a.yaml:1:35: nesting: expected at most 32 levels, got more",
            "no key of a recipe lies that deep"),
        argumentSet(
            "billion laughs",
            "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]\n",
            "a.yaml:1:4: anchor: expected values written out, got an anchor (&name)",
            "write the value itself"));
  }

  /** Values that are right alone but not together. */
  static Stream<Arguments> combinations() {
    return Stream.of(
        edit(
            "batch larger than the split",
            "source: digits",
            "source: digits\n  split: {train: 8}",
            "a.yaml:8:10: training.batch: expected at most the 8 examples of data.split.train, got"
                + " 16",
            "make the batch smaller"),
        edit(
            "change to the same batch",
            "data:",
            "control: {change: {batch: 16}}\ndata:",
            "a.yaml:1:27: control.change.batch: expected another batch size than training.batch",
            "write the batch size you want to change to"),
        edit(
            "change larger than the split",
            "source: digits",
            "source: digits\n  split: {train: 99}\ncontrol: {change: {batch: 100}}",
            "a.yaml:4:27: control.change.batch: expected at most the 99 examples",
            "make the changed batch smaller"),
        edit(
            "ghost larger than the batch",
            "hidden: [32]",
            "hidden: [32]\n  normalization: {kind: ghost, ghost: 32}",
            "a.yaml:6:39: model.normalization.ghost: expected at most the 16 examples that are"
                + " computed together, got 32",
            "write a smaller ghost"),
        edit(
            "batch statistics of one example",
            "hidden: [32]\ntraining:\n  batch: 16",
            "hidden: [32]\n  normalization: batch\ntraining:\n  batch: 1",
            "a.yaml:6:18: model.normalization: expected at least 2 examples computed together for"
                + " batch statistics, got 1",
            "make training.batch larger"),
        edit(
            "groups that divide no width",
            "hidden: [32]",
            "hidden: [32, 30]\n  normalization: {kind: group, groups: 4}",
            "a.yaml:6:40: model.normalization.groups: expected a divisor of every layer's channels,"
                + " also of 30, got 4",
            "choose groups that divide"),
        edit(
            "copies that are all alike",
            "source: digits",
            "source: digits\n  augmentation: {copies: 2}",
            "a.yaml:3:26: data.augmentation.copies: expected 1 where neither crop nor flip varies",
            "add crop: 2 or flip: true"),
        edit(
            "text for an image model",
            "source: digits",
            "source: {kind: text, files: [a.txt]}",
            "a.yaml:4:9: model.kind: expected transformer or torchscript for text, got mlp",
            "use kind: transformer"),
        edit(
            "images for a language model",
            "kind: mlp\n  hidden: [32]",
            "kind: transformer\n  width: 8\n  heads: 2\n  layers: 1",
            "a.yaml:4:9: model.kind: expected data.source of kind text for a transformer, got"
                + " digits",
            "use the source text"),
        edit(
            "heads that don't divide the width",
            "kind: mlp\n  hidden: [32]",
            "kind: transformer\n  width: 8\n  heads: 3\n  layers: 1",
            "a.yaml:6:10: model.heads: expected a divisor of the width 8, got 3",
            "write for heads a divisor of the width 8"),
        edit(
            "images for an audio model",
            "kind: mlp\n  hidden: [32]",
            "kind: audio\n  convolutions: [{channels: 4}]",
            "a.yaml:4:9: model.kind: expected data.source of kind npz, with signals of channels x"
                + " samples, for audio, got digits",
            "use the source npz"),
        edit(
            "cropped text",
            "source: digits\nmodel:\n  kind: mlp\n  hidden: [32]",
            "source: {kind: text, files: [a]}\n  augmentation: {crop: 1}\n  scaling: {mean: 1}\n"
                + "model: {kind: transformer, width: 8, heads: 2, layers: 1}",
            "a.yaml:3:17: data.augmentation: expected no crop and no flip for text",
            "delete data.augmentation"),
        edit(
            "warm-up longer than the budget",
            "20 epochs",
            "20 epochs\n  schedule: {kind: constant, warm-up: 21 epochs}",
            "a.yaml:12:39: training.schedule.warm-up: expected at most the budget of 20 epochs, got"
                + " 21 epochs",
            "make the warm-up shorter"),
        edit(
            "tail longer than the budget",
            "20 epochs",
            "20 steps\nsnapshots: {kind: tail, count: 30}",
            "a.yaml:12:32: snapshots.count: expected at most the budget of 20 steps, got 30",
            "keep fewer of the last steps"),
        edit(
            "evaluation without end",
            "20 epochs",
            "20 steps\n  evaluation: 0 steps",
            "a.yaml:12:15: training.evaluation: expected more than 0",
            "write a pace such as 1 epochs"));
  }

  @ParameterizedTest
  @MethodSource({"mistakes", "combinations"})
  void aMistakeIsAnsweredInFull(String yaml, String start, String fix) {
    assertThatThrownBy(() -> RecipeReader.parse("a.yaml", yaml))
        .isInstanceOf(RecipeException.class)
        .message()
        .startsWith(start)
        .contains("\n  fix: ")
        .contains(fix);
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
    assertOption(file, "training.batch=many", "training.batch: expected a whole number, got many");
    assertOption(file, "training.batch=", "training.batch: expected a value, got nothing");
    assertOption(file, "training.batch", "expected key=value, such as training.batch=64");
    assertOption(file, "=64", "expected key=value");
    assertOption(file, "training..batch=64", "expected key=value");
    assertOption(file, "model.hidden.1=64", "expected a position from 0 to 0, got 1");
    assertOption(file, "control.change.batch=16", "control.change.batch: expected another batch");
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
    Recipe wrong = recipe.withControl(recipe.control().withChange(new ChangeRecipe(16)));

    assertThat(RecipeCheck.require(recipe)).isSameAs(recipe);
    assertThatThrownBy(() -> RecipeCheck.require(wrong))
        .isInstanceOf(RecipeException.class)
        .hasMessageContainingAll("recipe recipe: control.change.batch: expected another", "fix:");
  }
}
