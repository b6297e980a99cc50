package org.sweetspot.recipe;

import static org.junit.jupiter.params.provider.Arguments.argumentSet;
import static org.sweetspot.recipe.Mistakes.edit;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is no recipe at all, or no YAML, is answered with place, what, expected, got and a remedy.
 */
class BrokenYamlTest {
  static Stream<Arguments> mistakes() {
    return Stream.of(
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

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsAnsweredInFull(String yaml, String start, String fix) {
    Mistakes.assertAnsweredInFull(yaml, start, fix);
  }

  @Test
  void manyMistakesAreCountedAndTheFirstShown() {
    StringBuilder text = new StringBuilder("model: {kind: mlp, hidden: [4]}\n");
    for (int i = 0; i < 60_000; i++) {
      text.append("key").append(i).append(": 1\n");
    }
    RecipeException refused =
        org.junit.jupiter.api.Assertions.assertThrows(
            RecipeException.class, () -> RecipeReader.parse("many.yaml", text.toString()));
    org.assertj.core.api.Assertions.assertThat(refused.problems()).hasSize(21);
    org.assertj.core.api.Assertions.assertThat(refused.getMessage())
        .hasSizeLessThan(20_000)
        .contains("more besides the 20 above");
  }
}
