package org.sweetspot.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.problem.RefusedException;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeReader;

class CommandRunTest {
  private static final String FAKE = "bash fake.sh {batch} {lr} {epochs} {seed}";

  @TempDir private Path folder;

  @BeforeEach
  void program() throws IOException {
    FakeTraining.write(folder);
  }

  @Test
  void whatTheCommandRecordsIsTheRun() throws IOException {
    CommandRun run = new CommandRun(folder.resolve("runs"), recipe(FAKE));

    CommandOutcome outcome = run.carryOut(share -> {}, () -> false).orElseThrow();

    assertThat(run.command()).isEqualTo("bash fake.sh 8 0.5 10 1");
    assertThat(outcome.steps()).isEqualTo(400);
    assertThat(outcome.evaluations()).hasSize(10);
    assertThat(outcome.last(Split.TEST).orElseThrow().accuracy()).isBetween(0.96, 0.98);
    assertThat(outcome.diverged()).isFalse();
    assertThat(run.folder().resolve("log.txt")).hasContent("trained with seed 1");
    assertThat(run.isFinished()).isTrue();
  }

  @Test
  void whatIsFinishedIsReadAndNotTrainedAgain() throws IOException {
    Path runs = folder.resolve("runs");
    Recipe recipe = recipe(FAKE + " && echo once >> count");
    new CommandRun(runs, recipe).carryOut(share -> {}, () -> false);
    new CommandRun(runs, recipe).carryOut(share -> {}, () -> false);

    assertThat(folder.resolve("count")).hasContent("once");

    Files.writeString(folder.resolve("fake.sh"), Files.readString(folder.resolve("fake.sh")) + "#");
    new CommandRun(runs, recipe).carryOut(share -> {}, () -> false);
    assertThat(Files.readAllLines(folder.resolve("count"))).hasSize(2);
  }

  @Test
  void anUnfinishedRunBeginsAnew() throws IOException {
    CommandRun run = new CommandRun(folder.resolve("runs"), recipe(FAKE));
    Files.createDirectories(run.record());
    Files.writeString(
        run.record().resolve("recorded.jsonl"), "{\"kind\":\"step\",\"step\":9999}\n");

    CommandOutcome outcome = run.carryOut(share -> {}, () -> false).orElseThrow();

    assertThat(outcome.steps()).isEqualTo(400);
  }

  @Test
  void aCommandThatFailsIsOneErrorWithItsLastLines() {
    assertThatThrownBy(() -> carryOut("echo {seed}; echo 'no such module: torhc' >&2; exit 3"))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("expected exit code 0, got exit code 3")
        .hasMessageContaining("no such module: torhc")
        .hasMessageContaining("fix: repair the command");
  }

  @Test
  void aCommandThatHangsIsKilledWithAllThatItStarted() throws Exception {
    assertThatThrownBy(
            () -> carryOut("echo $$ > shell; sleep 600 & echo $! > child; sleep 600 # {seed}"))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("every 1 seconds")
        .hasMessageContaining("killed");
    for (String file : new String[] {"shell", "child"}) {
      long id = Long.parseLong(Files.readString(folder.resolve(file)).strip());
      for (int i = 0; i < 100 && alive(id); i++) {
        Thread.sleep(20);
      }
      assertThat(alive(id)).as(file).isFalse();
    }
  }

  private static boolean alive(long id) {
    return ProcessHandle.of(id).filter(ProcessHandle::isAlive).isPresent();
  }

  @Test
  void aCommandThatRecordsNothingIsToldHow() {
    assertThatThrownBy(() -> carryOut("echo trained {seed}"))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("expected the record of a training")
        .hasMessageContaining("sweetspot.Recorder")
        .hasMessageContaining("trained 1");
  }

  @Test
  void aCommandThatDoesNotUseItsValuesIsFound() {
    assertThatThrownBy(() -> carryOut("bash fake.sh 16 {lr} {epochs} {seed}"))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("expected updates of 8 examples, got at most 16 in the record");
    assertThatThrownBy(() -> carryOut("bash fake.sh {batch} {lr} 3 {seed}"))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("expected about 400 updates, got 120");
  }

  @Test
  void nonsenseInTheRecordIsRefused() {
    String nonsense =
        FAKE
            + " && sed -i.bak s/.test.,.loss/\\\"other\\\",\\\"loss/"
            + " $SWEETSPOT_RECORD/recorded.jsonl";
    assertThatThrownBy(() -> carryOut(nonsense.replace("\\\"", "")))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("accuracy on the test split");
  }

  @Test
  void aTemplateNeedsKnownKeysAndASeed() {
    assertThatThrownBy(() -> new CommandTemplate("train {bach} {seed}"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("{bach}");
    assertThatThrownBy(() -> new CommandTemplate("train {batch}"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("{seed}");
  }

  @Test
  void whatHasNoKeyIsNamed() {
    CommandTemplate template = new CommandTemplate(FAKE);
    Recipe recipe = recipe(FAKE);

    assertThat(template.missing(recipe, recipe.withRate(1).withSeed(7))).isEmpty();
    assertThat(template.missing(recipe, recipe.withTraining(recipe.training().withClip(1))))
        .containsExactly("training.clip");
  }

  private void carryOut(String command) throws IOException {
    new CommandRun(folder.resolve("runs"), recipe(command)).carryOut(share -> {}, () -> false);
  }

  private Recipe recipe(String command) {
    return RecipeReader.parse(
        "fake",
        FakeTraining.recipe(folder, command.replace("\\", "\\\\").replace("\"", "\\\""))
            .replace("  batch: 8", "  patience: 1 seconds\n  batch: 8"));
  }
}
