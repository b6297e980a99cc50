package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From a recipe to a verdict, a page, a plan and numbers, through the command line. */
@Tag("heavy")
class ControlCommandTest {
  private static final String RECIPE =
      """
      name: small
      engine: {threads: 1}
      data: {source: digits, split: {train: 200, validation: 100, test: 100}}
      model: {kind: mlp, hidden: [8], normalization: batch}
      training:
        batch: 10
        optimizer: {kind: sgd, rate: 0.1, momentum: 0.5}
        budget: 2 epochs
      control: {seeds: 2, cost: 1}
      """;

  @TempDir Path folder;

  @Test
  void anExperimentLeavesAVerdictAPageAPlanAndNumbers() throws IOException {
    Path recipe = Files.writeString(folder.resolve("small.yaml"), RECIPE);
    Path out = folder.resolve("out");
    Path json = folder.resolve("result.json");

    Program program =
        Program.run(
            "control",
            recipe.toString(),
            "--change",
            "batch=50",
            "--out",
            out.toString(),
            "--json",
            json.toString(),
            "--png");

    assertThat(program.err()).doesNotContain("expected");
    assertThat(program.code()).as(program.err()).isZero();
    assertThat(program.out()).contains("batch", "Report: ", "Recipe: ");
    assertThat(out.resolve("report.html")).content().contains("<html");
    assertThat(out.resolve("pictures").resolve("accuracy.png")).exists();
    assertThat(RecipeReader.read(out.resolve("plan.yaml")).recipe().training().batch())
        .isEqualTo(50);
    JsonNode result = JsonMapper.shared().readTree(Files.readString(json));
    assertThat(result.get("arms")).hasSizeGreaterThanOrEqualTo(4);
    assertThat(result.get("gap").get("points").isNumber()).isTrue();
    assertThat(Files.readString(out.resolve("result.json"))).isEqualTo(Files.readString(json));

    trainingAndMeasuringThePlan(out);
  }

  private void trainingAndMeasuringThePlan(Path out) throws IOException {
    Path run = folder.resolve("planned");
    Program train =
        Program.run("train", out.resolve("plan.yaml").toString(), "--out", run.toString());
    assertThat(train.code()).as(train.err()).isZero();
    assertThat(train.out()).contains("Trained: ", "test", "Next: sweetspot measure " + run);

    Path page = folder.resolve("profile");
    Program measure =
        Program.run(
            "measure",
            run.toString(),
            "--only",
            "accuracy,hessian-trace",
            "--out",
            page.toString());
    assertThat(measure.code()).as(measure.err()).isZero();
    assertThat(measure.out()).contains("accuracy", "hessian-trace", "2 of 2 measures answered");
    assertThat(page.resolve("profile.html")).content().contains("hessian-trace");

    Program compare =
        Program.run(
            "compare",
            run.toString(),
            run.toString(),
            "--only",
            "accuracy",
            "--html",
            page.resolve("compared.html").toString(),
            "--quiet");
    assertThat(compare.code()).as(compare.err()).isZero();
    assertThat(page.resolve("compared.html"))
        .content()
        .contains(run + " against " + run, "accuracy/test", "first: recipeHash");

    Program runs = Program.run("runs", folder.toString());
    assertThat(runs.out()).contains("planned", "completed");
  }

  @Test
  void layersAreRankedTriedAndMixed() throws IOException {
    Path recipe = Files.writeString(folder.resolve("small.yaml"), RECIPE);
    Path out = folder.resolve("out");
    List<String> words =
        List.of(
            "control",
            recipe.toString(),
            "--by-layer",
            "--limit",
            "30",
            "--out",
            out.toString(),
            "--change");
    for (String change : List.of("precision=mxfp4", "sparsity=1:4")) {
      List<String> all = new ArrayList<>(words);
      all.add(change);
      Program program = Program.run(all.toArray(String[]::new));
      assertThat(program.code()).as(program.err()).isZero();
      assertThat(program.out()).contains("dense1", "output", "all layers", "Report: ", "Recipe: ");
      assertThat(out.resolve("report.html"))
          .content()
          .contains("<html", "The layers, the most expensive first", "dense1", "The mixed recipe");
      JsonNode result = JsonMapper.shared().readTree(Files.readString(out.resolve("result.json")));
      assertThat(result.get("layers")).hasSize(2);
      double shares = 0;
      for (JsonNode layer : result.get("layers")) {
        shares += layer.get("share").get("value").asDouble();
        assertThat(layer.get("error").get("value").asDouble()).isPositive();
      }
      assertThat(shares).isCloseTo(1, within(1e-9));
      assertThat(result.get("trials").size()).isBetween(3, 4);
      boolean formats = change.startsWith("precision");
      assertThat(result.get("operands")).hasSize(formats ? 6 : 0);
      Recipe plan = RecipeReader.read(out.resolve("plan.yaml")).recipe();
      assertThat(plan.training().precision().operands().isPresent()).isEqualTo(formats);
    }
    assertThat(
            Program.run("control", recipe.toString(), "--change", "batch=50", "--by-layer").err())
        .contains("training.precision or training.sparsity", "training.batch");
    assertThat(Program.run("control", recipe.toString(), "--limit", "1").err())
        .contains("--by-layer");
  }

  @Test
  void whatRealFormatsWouldSaveStandsBesideSimulated() throws IOException {
    Path recipe = Files.writeString(folder.resolve("small.yaml"), RECIPE);
    Path out = folder.resolve("out");
    Program program =
        Program.run(
            "control", recipe.toString(), "--change", "precision=nvfp4", "--out", out.toString());
    assertThat(program.code()).as(program.err()).isZero();
    assertThat(program.out().replaceAll("\\s+", " "))
        .contains(
            "simulated in float32", "of the baseline's bits for each example", "100% e2m1 x e2m1");
    JsonNode arms =
        JsonMapper.shared().readTree(Files.readString(out.resolve("result.json"))).get("arms");
    double plain = arms.get(0).get("arithmetic").get("bits").asDouble();
    assertThat(arms.get(1).get("arithmetic").get("bits").asDouble() / plain).isBetween(0.15, 0.6);
  }

  @Test
  void aRealFormatIsCalledSoAndItsUpdateIsTimed() throws IOException {
    Path recipe = Files.writeString(folder.resolve("small.yaml"), RECIPE);
    Program program =
        Program.run(
            "control",
            recipe.toString(),
            "--change",
            "precision=real-bfloat16",
            "--out",
            folder.resolve("out").toString());
    assertThat(program.code()).as(program.err()).isZero();
    assertThat(program.out().replaceAll("\\s+", " "))
        .contains("computed in real bfloat16 by the engine, not simulated", "an update takes")
        .containsPattern("ms, [0-9.]+ times the baseline's [0-9.]+ ms")
        .doesNotContain("simulated in float32");
  }

  @Test
  void askingForNothingOrTheImpossibleIsExplained() throws IOException {
    String recipe = Files.writeString(folder.resolve("small.yaml"), RECIPE).toString();
    String out = folder.resolve("out").toString();
    Path file = Files.writeString(folder.resolve("file"), "");

    for (List<String> words :
        List.of(
            List.of("control", recipe, "--out", out),
            List.of("control", recipe, "--change", "bits=4"),
            List.of("control", recipe, "--change", "batch=many"),
            List.of("control", recipe, "--change", "batch=50", "--seeds", "1"),
            List.of("control", recipe, "--change", "batch=50", "--out", file.toString()),
            List.of("control", recipe, "--change", "batch=50", "--json", "/nowhere/x.json"),
            List.of(
                "control",
                recipe,
                "--change",
                "batch=50",
                "--out",
                out,
                "--set",
                "data.split.validation=0"),
            List.of("measure", folder.toString()),
            List.of("measure", folder.resolve("nothing").toString()),
            List.of("measure", recipe, "--only", "hesian-trace"),
            List.of("compare", recipe, recipe),
            List.of("compare", recipe, recipe, "--confidence", "2"),
            List.of("compare", recipe, recipe, "--html", "/nowhere/x.html"),
            List.of("runs", folder.resolve("nothing").toString()))) {
      Program program = Program.run(words.toArray(String[]::new));
      assertThat(program.err()).as("%s", words).contains(": expected ", ", got ", "\n  fix: ");
      assertThat(program.err()).doesNotContain("Exception");
      assertThat(program.code()).as("%s", words).isEqualTo(2);
    }
    assertThat(Program.run("control", recipe, "--change", "batch=0").err())
        .contains("training.batch: expected at least 1 example, got 0");
  }
}
