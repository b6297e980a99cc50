package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.run.RunFolder;

/** The real program is killed (signal 9) in chosen updates and started again. */
@Tag("heavy")
class KilledRunTest {
  /** Of 3000 updates: before the first checkpoint, between two, and on one. */
  private static final List<Long> KILLED_AT = List.of(17L, 333L, 800L);

  private static final long STOPPED_AT = 2001;

  /** A guard against hanging only. */
  private static final long HANG_MINUTES = 20;

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
    for (long step : KILLED_AT) {
      killAt(recipe, broken, step);
      assertThat(new RunFolder(broken).result()).as("killed before the end").isEmpty();
    }
    stopAt(recipe, broken, STOPPED_AT, "TERM", 128 + 15);
    if (!ignoresClosedTerminals()) {
      stopAt(recipe, broken, STOPPED_AT + 7, "HUP", 128 + 1);
    }
    assertThat(Files.readString(folder.resolve("output.txt")))
        .contains("Stopped; the state is in " + broken);
    assertThat(finish(recipe, broken)).isZero();

    SortedMap<String, byte[]> expected = files(whole);
    SortedMap<String, byte[]> actual = files(broken);
    assertThat(expected.keySet()).contains("metrics.jsonl", "weights.safetensors", "result.json");
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, bytes) -> assertThat(actual.get(name)).as(name).isEqualTo(bytes));
  }

  private void killAt(Path recipe, Path run, long step) throws Exception {
    Process process = reached(recipe, run, step);
    process.destroyForcibly().waitFor();
    assertThat(process.exitValue()).as("ended by signal 9").isEqualTo(128 + 9);
  }

  /** Asks politely, by a signal that leaves time to save the state. */
  private void stopAt(Path recipe, Path run, long step, String signal, int code) throws Exception {
    Process process = reached(recipe, run, step);
    try {
      assertThat(
              new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                  .start()
                  .waitFor())
          .isZero();
      assertThat(process.waitFor(HANG_MINUTES, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isEqualTo(code);
    assertThat(run.resolve("checkpoint")).exists();
  }

  /** Whether this process, and so those that it starts, were told so: under nohup, for one. */
  private static boolean ignoresClosedTerminals() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1) == 1);
  }

  private Process reached(Path recipe, Path run, long step) throws Exception {
    Process process = start(recipe, run, step);
    // The program waits in that update until it is ended.
    for (int next = 0; next != StoppingProgram.REACHED; next = process.getInputStream().read()) {
      assertThat(next).as("the update is reached").isNotNegative();
    }
    return process;
  }

  private int finish(Path recipe, Path run) throws Exception {
    Process process = start(recipe, run, 0);
    assertThat(process.waitFor(HANG_MINUTES, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  private Process start(Path recipe, Path run, long step) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-Dorg.bytedeco.javacpp.nopointergc=true",
            "-cp",
            System.getProperty("java.class.path"),
            StoppingProgram.class.getName(),
            Long.toString(step),
            "train",
            recipe.toString(),
            "--out",
            run.toString()));
    return new ProcessBuilder(command).redirectError(folder.resolve("output.txt").toFile()).start();
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
