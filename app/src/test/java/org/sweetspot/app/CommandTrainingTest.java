package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.recipe.RecipeReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A training by a command of the user's, through the command line. */
class CommandTrainingTest {
  private static final String PROGRAM =
      """
      place=$SWEETSPOT_RECORD
      mkdir -p "$place"
      echo '{"schema": 1}' > "$place/recorded.json"
      steps=$(( $3 * ((320 + $1 - 1) / $1) ))
      for i in 1 2 3 4; do
        step=$(( steps * i / 4 ))
        echo '{"kind":"step","step":'$step',"loss":0.5,"rate":['$2'],"examples":'$1'}'
        for split in validation test; do
          correct=$(( 900 - 20000 / (step + 100) + $4 ))
          echo '{"kind":"evaluation","step":'$step',"name":"'$split'","loss":0.3,"accuracy":0.'$correct'}'
        done
      done > "$place/recorded.jsonl"
      """;

  private static final String RECIPE =
      """
      name: mine
      data: {source: {kind: elsewhere, classes: 10}, split: {train: 320, validation: 500, test: 500}}
      training:
        kind: command
        run: bash mine.sh {batch} {lr} {epochs} {seed}
        batch: 8
        optimizer: {kind: sgd, rate: 0.5}
        budget: 10 epochs
      control: {change: {batch: 64}, seeds: 2, cost: 1}
      """;

  @TempDir private Path folder;

  @BeforeEach
  void programAndRecipe() throws IOException {
    Files.writeString(folder.resolve("mine.sh"), PROGRAM);
    Files.writeString(folder.resolve("mine.yaml"), RECIPE);
  }

  @Test
  void anExperimentLeavesAVerdictAPageAndNumbers() throws IOException {
    Path out = folder.resolve("out");
    Program program = run("control", "--jobs", "2", "--out", out.toString());

    assertThat(program.err()).doesNotContain("expected");
    assertThat(program.code()).as(program.err()).isZero();
    assertThat(program.out()).contains("batch", "Report: ", "Recipe: ").doesNotContain("NaN");
    assertThat(out.resolve("report.html")).content().contains("<html");
    JsonNode result = JsonMapper.shared().readTree(Files.readString(out.resolve("result.json")));
    assertThat(result.get("arms")).hasSizeGreaterThanOrEqualTo(3);

    Program plan =
        Program.run("train", out.resolve("plan.yaml").toString(), "--out", folder + "/planned");
    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out()).contains("Command:  bash mine.sh 64", "test", "accuracy");
  }

  @Test
  void aCommandThatFailsIsTheUsersErrorWithItsLastLines() throws IOException {
    Files.writeString(folder.resolve("mine.sh"), "echo no such data >&2; exit 4");
    Program program = run("control", "--out", folder.resolve("out").toString());

    assertThat(program.code()).isEqualTo(Failures.USERS);
    assertThat(program.err())
        .contains("expected exit code 0, got exit code 4", "no such data", "fix: ")
        .doesNotContain("Exception");
  }

  @Test
  void aPlanFromARecordTrainsNothingAndIsEmittedForALibrary() throws IOException {
    Path run = folder.resolve("run");
    assertThat(run("train", "--out", run.toString()).code()).isZero();
    Path record;
    try (Stream<Path> runs = Files.list(run)) {
      record = runs.findFirst().orElseThrow();
    }
    Program measured = Program.run("measure", record.resolve("record").toString());
    assertThat(measured.code()).isEqualTo(Failures.USERS);
    assertThat(measured.err()).contains("a record without any", "snapshots=100");
    Files.delete(folder.resolve("mine.sh"));
    Path out = folder.resolve("plan");
    Path json = folder.resolve("plan.json");
    Program program =
        run(
            "control",
            "--plan-only",
            "--from",
            record.toString(),
            "--emit",
            "pytorch",
            "--out",
            out.toString(),
            "--json",
            json.toString());

    assertThat(program.code()).as(program.err()).isZero();
    assertThat(program.out()).contains("Nothing was trained", "Planned: ", "batch_size = 64");
    assertThat(out.resolve("plan-pytorch.py")).content().contains("torch.optim.SGD");
    assertThat(RecipeReader.read(out.resolve("plan.yaml")).recipe().training().batch())
        .isEqualTo(64);
    JsonNode result = JsonMapper.shared().readTree(Files.readString(json));
    assertThat(result.get("predicted")).hasSize(4);
    assertThat(result.get("emitted").asString()).contains("batch_size = 64");
  }

  @Test
  void planOnlyNeedsARunAndEmitALibrary() {
    assertThat(run("control", "--plan-only").err()).contains("no --from", "name a recorded run");
    assertThat(run("control", "--emit", "caffe").err())
        .contains(
            "--emit: expected one of pytorch, lightning, huggingface, keras, optax, got caffe");
    assertThat(run("control", "--plan-only", "--from", folder + "/nothing").err())
        .contains("no such folder");
  }

  @Test
  void jobsAreAtLeastOne() {
    Program program = run("control", "--jobs", "0");

    assertThat(program.code()).isEqualTo(Failures.USERS);
    assertThat(program.err()).contains("--jobs: expected at least 1, got 0");
  }

  private Program run(String verb, String... options) {
    String[] all = new String[options.length + 2];
    all[0] = verb;
    all[1] = folder.resolve("mine.yaml").toString();
    System.arraycopy(options, 0, all, 2, options.length);
    return Program.run(all);
  }
}
