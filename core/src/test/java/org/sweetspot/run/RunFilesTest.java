package org.sweetspot.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.format.AtomicFile;
import org.sweetspot.problem.Problem;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeException;
import org.sweetspot.training.Ending;
import org.sweetspot.training.Observer;
import org.sweetspot.training.StepReport;

/** Each file of a run's folder: damaged, cut off, changed, of another version. */
class RunFilesTest {
  private static final Recipe RECIPE = CloudRuns.recipe(60);

  @TempDir Path folder;

  /** How a file is read, by its name. */
  private static final Map<String, Consumer<RunFolder>> READERS =
      Map.of(
          "provenance.json", RunFolder::provenance,
          "result.json", RunFolder::result,
          "times.json", RunFolder::times,
          "metrics.jsonl", RunFolder::evaluations,
          "recipe.yaml", RunFolder::recipe,
          "weights.safetensors", RunFilesTest::weights);

  private static void weights(RunFolder run) {
    try (Problem problem = CloudRuns.problem()) {
      run.weights(problem);
    }
  }

  private RunFolder finished(String name) {
    Path path = folder.resolve(name);
    assertThat(CloudRuns.carryOut(path, RECIPE)).isEqualTo(Ending.COMPLETED);
    return new RunFolder(path);
  }

  @TestFactory
  Stream<DynamicTest> whatIsDamagedIsToldWithItsFileAndARemedy() throws IOException {
    RunFolder run = finished("run");
    return READERS.keySet().stream()
        .sorted()
        .map(name -> dynamicTest(name, () -> damageEverywhere(run, name)));
  }

  private static Consumer<RunFolder> reader(String name) {
    return Objects.requireNonNull(READERS.get(name), name);
  }

  private static void damageEverywhere(RunFolder run, String name) throws IOException {
    Path file = run.path().resolve(name);
    byte[] whole = Files.readAllBytes(file);
    int told = 0;
    for (int at = 0; at < whole.length; at += 1 + whole.length / 300) {
      byte[] changed = whole.clone();
      changed[at] ^= (byte) (1 << (at % 8));
      told += isTold(run, file, changed) ? 1 : 0;
      told += isTold(run, file, Arrays.copyOf(whole, at)) ? 1 : 0;
    }
    Files.write(file, whole);
    reader(name).accept(run);
    assertThat(told).isPositive();
  }

  /** Read, or refused in words; nothing else. */
  private static boolean isTold(RunFolder run, Path file, byte[] content) throws IOException {
    Files.write(file, content);
    try {
      reader(file.getFileName() + "").accept(run);
      return false;
    } catch (RecipeException refused) {
      assertThat(refused).hasMessageContaining(file + "");
    } catch (RunException refused) {
      assertThat(refused)
          .hasMessageContaining(file + "")
          .hasMessageContaining("expected ")
          .hasMessageContaining("got ")
          .hasMessageContaining("fix: ");
    }
    return true;
  }

  @Test
  void filesOfALaterVersionAreRefused() throws IOException {
    RunFolder run = finished("run");
    for (String name : List.of("provenance.json", "result.json", "times.json")) {
      Path file = run.path().resolve(name);
      String text = Files.readString(file);
      assertThat(text).contains("\"schema\" : 1");
      Files.writeString(file, text.replace("\"schema\" : 1", "\"schema\" : 2"));
      refused(() -> reader(name).accept(run), "version 2", "the version of the program");
      // Files of before there were versions are of the first.
      Files.writeString(file, text.replace("\"schema\" : 1,", ""));
      reader(name).accept(run);
      Files.writeString(file, text);
    }
  }

  @Test
  void anotherRecipeAndOtherWeightsInTheirPlaceAreRefused() throws IOException {
    RunFolder run = finished("run");
    String recipe = Files.readString(run.recipeFile());
    Files.writeString(run.recipeFile(), recipe.replace("batch: 4", "batch: 5"));
    refused(run::recipe, "of hash", "in another folder");
    Files.writeString(run.recipeFile(), recipe);
    byte[] weights = Files.readAllBytes(run.weightsFile());
    weights[weights.length - 3] ^= 1;
    Files.write(run.weightsFile(), weights);
    refused(() -> weights(run), "of hash", "put the file back");
  }

  private static void refused(ThrowingCallable reading, String got, String remedy) {
    assertThatThrownBy(reading)
        .isInstanceOf(RunException.class)
        .hasMessageContaining(got)
        .hasMessageContaining(remedy);
  }

  private Path stopped(String name, long step) {
    Path path = folder.resolve(name);
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
    return path;
  }

  @Test
  void everyFlippedBitOfACheckpointIsNoticed() throws IOException {
    Path path = stopped("stopped", 45);
    Path newest = path.resolve("checkpoint");
    List<Path> files = List.of(newest, path.resolve("checkpoint-previous"));
    byte[] whole = Files.readAllBytes(newest);
    try (Problem problem = CloudRuns.problem()) {
      assertThat(step(files, path, problem)).isEqualTo(45);
      for (int at = 0; at < whole.length; at++) {
        byte[] flipped = whole.clone();
        flipped[at] ^= (byte) (1 << (at % 8));
        Files.write(newest, flipped);
        assertThat(step(files, path, problem)).as("byte " + at).isEqualTo(40);
      }
    }
  }

  private static long step(List<Path> files, Path path, Problem problem) throws IOException {
    Optional<Checkpoint> found =
        Checkpoint.newest(files, new RunFolder(path).metricsFile(), problem);
    return found.orElseThrow().state().step();
  }

  @Test
  void metricsThatAreNotThoseOfTheCheckpointAreMadeAgain() throws IOException {
    RunFolder reference = finished("reference");
    for (boolean shorter : new boolean[] {true, false}) {
      Path path = stopped("changed-" + shorter, 45);
      Path metrics = new RunFolder(path).metricsFile();
      byte[] bytes = Files.readAllBytes(metrics);
      bytes[20] ^= 1;
      Files.write(metrics, shorter ? Arrays.copyOf(bytes, bytes.length / 2) : bytes);
      assertThat(CloudRuns.carryOut(path, RECIPE)).isEqualTo(Ending.COMPLETED);
      SameRuns.assertSame(path, reference.path());
    }
  }

  @Test
  void lostEventsAndDamagedTimesDoNotHoldARunUp() throws IOException {
    RunFolder reference = finished("reference");
    Path path = stopped("cut", 45);
    Files.write(new RunFolder(path).eventsFile(), new byte[3]);
    Files.write(new RunFolder(path).timesFile(), "{\"start".getBytes(StandardCharsets.UTF_8));
    assertThat(CloudRuns.carryOut(path, RECIPE)).isEqualTo(Ending.COMPLETED);
    assertThat(new RunFolder(path).weightsFile()).hasSameBinaryContentAs(reference.weightsFile());
    assertThat(new RunFolder(path).times()).isPresent();
  }

  @Test
  void whatAKillAfterTheResultLeavesIsRemovedAtTheNextStart() throws IOException {
    RunFolder run = finished("run");
    Files.write(run.checkpointFile(), new byte[100]);
    Files.write(run.previousCheckpointFile(), new byte[100]);
    Files.write(AtomicFile.unfinished(run.timesFile()), new byte[10]);
    assertThat(CloudRuns.carryOut(run.path(), RECIPE)).isEqualTo(Ending.COMPLETED);
    SameRuns.assertSame(run.path(), finished("reference").path());
  }
}
