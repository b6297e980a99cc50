package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.run.RunFolder;
import org.sweetspot.run.RunTimes;

/** The real program is killed (signal 9) at random moments and started again. */
class KilledRunTest {
  private static final int KILLS = 3;
  private static final long LIMIT_SECONDS = 120;

  private static final String RECIPE =
      """
      name: killed
      seed: 5
      engine: {threads: 1}
      data:
        source: digits
        split: {train: 400, validation: 50, test: 50}
        augmentation: {crop: 1}
      model:
        kind: mlp
        hidden: [24]
        normalization: batch
      training:
        batch: 16
        optimizer: {kind: sgd, rate: 0.05, momentum: 0.9, weight-decay: 5e-4}
        schedule: {kind: step, at: [0.5, 0.75], factor: 0.1}
        averaging: {kind: exponential, decay: 0.99}
        budget: 120 epochs
        evaluation: 3 epochs
      snapshots: {kind: every, count: 12, checkpoint: 40 steps}
      """;

  @TempDir Path folder;

  @Test
  void aRunThatWasKilledEndsWithTheBitsOfOneThatWasNot() throws Exception {
    Path recipe = Files.writeString(folder.resolve("killed.yaml"), RECIPE);
    Path whole = folder.resolve("whole");
    Path broken = folder.resolve("broken");
    assertThat(finish(recipe, whole)).isZero();
    double seconds = new RunFolder(whole).times().map(RunTimes::seconds).orElseThrow();

    RandomStream stream = new Seed(5).stream("kill");
    for (int i = 0; i < KILLS; i++) {
      // Even the longest of these moments leave the run unfinished.
      double moment = stream.nextDouble() * seconds / (KILLS + 2);
      killAfter(recipe, broken, moment);
      assertThat(new RunFolder(broken).result()).as("killed before the end").isEmpty();
    }
    stopAfter(recipe, broken, stream.nextDouble() * seconds / (KILLS + 2));
    assertThat(Files.readString(folder.resolve("output.txt")))
        .contains("Stopped; the state is in " + broken);
    assertThat(finish(recipe, broken)).isZero();

    SortedMap<String, byte[]> expected = files(whole);
    SortedMap<String, byte[]> actual = files(broken);
    assertThat(expected.keySet()).contains("metrics.jsonl", "weights.safetensors", "result.json");
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, bytes) -> assertThat(actual.get(name)).as(name).isEqualTo(bytes));
  }

  private void killAfter(Path recipe, Path run, double seconds) throws Exception {
    Process process = startedTraining(recipe, run, seconds);
    process.destroyForcibly().waitFor();
    assertThat(process.exitValue()).as("ended by signal 9").isEqualTo(128 + 9);
  }

  /** Asks politely (signal 15), as Ctrl-C does. */
  private void stopAfter(Path recipe, Path run, double seconds) throws Exception {
    Process process = startedTraining(recipe, run, seconds);
    process.destroy();
    assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  private Process startedTraining(Path recipe, Path run, double seconds) throws Exception {
    Path metrics = new RunFolder(run).metricsFile();
    FileTime before = modified(metrics);
    Process process = start(recipe, run);
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (modified(metrics).equals(before)) {
      assertThat(process.isAlive()).as("the program runs").isTrue();
      assertThat(System.nanoTime()).as("the training begins").isLessThan(limit);
      Thread.sleep(5);
    }
    Thread.sleep((long) (1000 * seconds));
    return process;
  }

  private int finish(Path recipe, Path run) throws Exception {
    Process process = start(recipe, run);
    assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private Process start(Path recipe, Path run) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-Dorg.bytedeco.javacpp.nopointergc=true",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "train",
            recipe.toString(),
            "--out",
            run.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output.txt").toFile())
        .start();
  }

  private static FileTime modified(Path file) throws IOException {
    return Files.exists(file) ? Files.getLastModifiedTime(file) : FileTime.fromMillis(0);
  }

  /** Everything that a run leaves but what depends on the clock. */
  private static SortedMap<String, byte[]> files(Path run) throws IOException {
    SortedMap<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = run.relativize(file).toString();
        if (!name.equals("times.json") && !name.contains("tfevents")) {
          contents.put(name, Files.readAllBytes(file));
        }
      }
    }
    return contents;
  }
}
