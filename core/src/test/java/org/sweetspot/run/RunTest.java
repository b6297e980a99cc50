package org.sweetspot.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeReader;
import org.sweetspot.reference.Quadratic;
import org.sweetspot.training.Ending;
import org.sweetspot.training.Observer;
import org.sweetspot.training.StepReport;

class RunTest {
  private static final Recipe RECIPE = CloudRuns.recipe(100);

  @TempDir Path folder;

  private Path reference() {
    Path path = folder.resolve("reference");
    assertThat(CloudRuns.carryOut(path, RECIPE)).isEqualTo(Ending.COMPLETED);
    return path;
  }

  private void interruptedAt(Path path, long step) {
    Run run = CloudRuns.run(path, RECIPE);
    Observer stopper =
        new Observer() {
          @Override
          public void stepped(Problem problem, StepReport report) {
            if (report.step() == step) {
              run.interrupt();
            }
          }
        };
    try (Problem problem = CloudRuns.problem()) {
      assertThat(run.carryOut(problem, List.of(stopper))).isEqualTo(Ending.INTERRUPTED);
    }
  }

  @Test
  void aFinishedFolderHoldsWhatItPromises() throws IOException {
    RunFolder run = new RunFolder(reference());
    assertThat(run.recipe()).isEqualTo(RECIPE);
    assertThat(run.provenance().recipeHash()).isEqualTo(Provenance.hash(RECIPE));
    assertThat(run.snapshots()).containsExactly(0L, 96L, 97L, 98L, 99L, 100L);
    RunResult result = run.result().orElseThrow();
    assertThat(result.ending()).isEqualTo(Ending.COMPLETED);
    assertThat(result.step()).isEqualTo(100);
    assertThat(result.scores()).containsOnlyKeys(Split.TRAIN, Split.TEST);
    assertThat(run.times().orElseThrow().seconds()).isPositive();
    List<String> lines = Files.readAllLines(run.metricsFile());
    // 100 updates; evaluations at 30, 60, 90 and 100.
    assertThat(lines).hasSize(104);
    assertThat(lines.get(0)).startsWith("{\"kind\":\"step\",\"step\":1,").contains("gradientNorm");
    assertThat(lines.get(103))
        .startsWith("{\"kind\":\"evaluation\",\"step\":100,")
        .contains("test");
    assertThat(run.path().resolve("checkpoint")).doesNotExist();
  }

  @Test
  void theResultIsTheAverageAndTheLastSnapshotTheWeights() {
    RunFolder run = new RunFolder(reference());
    try (Problem average = CloudRuns.problem();
        Problem last = CloudRuns.problem()) {
      run.weights(average);
      run.snapshot(100, last);
      assertThat(average.parameters().toArray()).isNotEqualTo(last.parameters().toArray());
      assertThat(average.buffers().toArray()).isNotEqualTo(last.buffers().toArray());
      assertThat(WeightsFile.hash(WeightsFile.of(average, 100)))
          .isEqualTo(run.result().orElseThrow().weightsHash());
    }
  }

  @Test
  void aFinishedRunIsNotCarriedOutAgain() {
    RunFolder run = new RunFolder(reference());
    try (Problem problem = CloudRuns.problem();
        Problem expected = CloudRuns.problem()) {
      Observer forbidden =
          new Observer() {
            @Override
            public void started(Problem started, long step, long plannedSteps) {
              throw new AssertionError("trained again");
            }
          };
      assertThat(CloudRuns.run(run.path(), RECIPE).carryOut(problem, List.of(forbidden)))
          .isEqualTo(Ending.COMPLETED);
      run.weights(expected);
      assertThat(problem.parameters().toArray()).isEqualTo(expected.parameters().toArray());
    }
  }

  @Test
  void anInterruptedRunGoesOnToTheSameBits() throws IOException {
    Path reference = reference();
    for (long step : new long[] {1, 30, 33, 100}) {
      Path path = folder.resolve("stopped" + step);
      if (step < 100) {
        interruptedAt(path, step);
        assertThat(new RunFolder(path).result()).isEmpty();
      }
      assertThat(CloudRuns.carryOut(path, RECIPE)).isEqualTo(Ending.COMPLETED);
      SameRuns.assertSame(path, reference);
    }
  }

  @Test
  void aDamagedCheckpointFallsBackToTheOneBefore() throws IOException {
    Path reference = reference();
    Path path = folder.resolve("damaged");
    interruptedAt(path, 50);
    try (FileChannel channel =
        FileChannel.open(path.resolve("checkpoint"), StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 3);
    }
    List<String> log = logged(() -> CloudRuns.carryOut(path, RECIPE));
    assertThat(log).hasSize(1);
    assertThat(log.get(0)).contains("going on from the one before it").contains("bytes");
    SameRuns.assertSame(path, reference);
  }

  @Test
  void aFlippedBitInACheckpointIsNoticed() throws IOException {
    Path reference = reference();
    Path path = folder.resolve("flipped");
    interruptedAt(path, 50);
    Path checkpoint = path.resolve("checkpoint");
    byte[] bytes = Files.readAllBytes(checkpoint);
    bytes[bytes.length - 1] ^= 1;
    Files.write(checkpoint, bytes);
    assertThat(logged(() -> CloudRuns.carryOut(path, RECIPE)).get(0)).contains("checksum");
    SameRuns.assertSame(path, reference);
  }

  @Test
  void withoutAWholeCheckpointTheRunBeginsAgain() throws IOException {
    Path reference = reference();
    Path path = folder.resolve("lost");
    interruptedAt(path, 50);
    Files.write(path.resolve("checkpoint"), new byte[3]);
    Files.write(path.resolve("checkpoint-previous"), new byte[30]);
    assertThat(logged(() -> CloudRuns.carryOut(path, RECIPE))).hasSize(2);
    SameRuns.assertSame(path, reference);
  }

  private static List<String> logged(Runnable action) {
    List<String> messages = new ArrayList<>();
    Logger logger = Logger.getLogger(Checkpoint.class.getName());
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            messages.add(record.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    try {
      action.run();
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
    }
    return messages;
  }

  @Test
  void anotherRecipeIsRefused() {
    Path path = folder.resolve("other");
    interruptedAt(path, 5);
    assertThatThrownBy(() -> CloudRuns.carryOut(path, RECIPE.withSeed(9)))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("seed 3")
        .hasMessageContaining("seed 9")
        .hasMessageContaining("choose another folder");
  }

  @Test
  void otherDataAreRefused() {
    Path path = folder.resolve("data");
    interruptedAt(path, 5);
    Run run = new Run(path, RECIPE, Provenance.of(RECIPE, "changed", "plain Java"));
    try (Problem problem = CloudRuns.problem()) {
      assertThatThrownBy(() -> run.carryOut(problem, List.of()))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("data of hash changed");
    }
  }

  @Test
  void aRunCanNotHoldItsFolderTwice() {
    Path path = folder.resolve("twice");
    Observer second =
        new Observer() {
          @Override
          public void stepped(Problem problem, StepReport report) {
            assertThatThrownBy(() -> CloudRuns.carryOut(path, RECIPE))
                .isInstanceOf(RunException.class)
                .hasMessageContaining("nobody else");
          }
        };
    assertThat(CloudRuns.carryOut(path, RECIPE, second)).isEqualTo(Ending.COMPLETED);
  }

  @Test
  void aDivergedRunKeepsItsLastGoodWeights() {
    Recipe recipe =
        RecipeReader.parse(
            "wild.yaml",
            """
            data: {source: digits}
            model: {kind: mlp, hidden: [4]}
            training:
              batch: 1
              optimizer: {kind: sgd, rate: 1e60}
              budget: 50 steps
            snapshots: {kind: every, count: 1}
            """);
    Path path = folder.resolve("wild");
    try (Quadratic problem = Quadratic.diagonal(1)) {
      problem.parameters().set(new double[] {1});
      assertThat(CloudRuns.run(path, recipe).carryOut(problem, List.of()))
          .isEqualTo(Ending.DIVERGED);
    }
    RunFolder run = new RunFolder(path);
    assertThat(run.result().orElseThrow().step()).isEqualTo(2);
    assertThat(run.snapshots()).containsExactly(0L, 1L, 2L);
    try (Quadratic problem = Quadratic.diagonal(1)) {
      run.weights(problem);
      assertThat(problem.parameters().get(0)).isBetween(0.99e120, 1.01e120);
    }
  }

  @Test
  void aFolderThatCanNotBeMadeIsAClearError() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    assertThatThrownBy(() -> CloudRuns.carryOut(file.resolve("run"), RECIPE))
        .isInstanceOf(RunException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("allow writing");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskIsAClearErrorAndTheRunGoesOnOnceThereIsRoom() throws IOException {
    Path reference = reference();
    Path path = Files.createDirectories(folder.resolve("full"));
    Path metrics = path.resolve("metrics.jsonl");
    Files.createSymbolicLink(metrics, Path.of("/dev/full"));
    assertThatThrownBy(() -> CloudRuns.carryOut(path, RECIPE))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("No space left on device")
        .hasMessageContaining("make room");
    Files.delete(metrics);
    CloudRuns.carryOut(path, RECIPE);
    SameRuns.assertSame(path, reference);
  }

  @Test
  void weightsOfAnotherModelAreRefused() {
    RunFolder run = new RunFolder(reference());
    try (Quadratic problem = Quadratic.diagonal(1, 2)) {
      assertThatThrownBy(() -> run.weights(problem))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("a tensor weights of shape [2]");
    }
  }
}
