package org.sweetspot.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetspot.training.Ending;

/** What a real process leaves when it is killed without warning. */
@Tag("heavy")
class RunKillTest {
  /** A guard against hanging only. */
  private static final long HANG_MINUTES = 10;

  /** Before the first checkpoint, on one, right after one, and far along; each ends a process. */
  private static final List<Long> LAST_STEPS = List.of(7L, 20L, 21L, 399L, 400L, 1723L);

  @TempDir Path folder;

  private static Process child(Path run, long lastStep, String change) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CloudRuns.class.getName(),
                run.toString(),
                Long.toString(lastStep),
                change)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    assertThat(output.readLine()).isEqualTo("reached");
    return process;
  }

  private static void kill(Process process) throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(HANG_MINUTES, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void aRunKilledAgainAndAgainEndsInTheSameBits() throws IOException, InterruptedException {
    Path reference = folder.resolve("reference");
    assertThat(CloudRuns.carryOut(reference, CloudRuns.longRecipe())).isEqualTo(Ending.COMPLETED);

    Path killed = folder.resolve("killed");
    for (long lastStep : LAST_STEPS) {
      kill(child(killed, lastStep, "none"));
      assertThat(new RunFolder(killed).result()).isEmpty();
      assertThat(Files.exists(killed.resolve("checkpoint"))).isEqualTo(lastStep >= 20);
    }
    assertThat(CloudRuns.carryOut(killed, CloudRuns.longRecipe())).isEqualTo(Ending.COMPLETED);
    SameRuns.assertSame(killed, reference);
  }

  /** Between checkpoints, in the middle of a period and of the weights' delays. */
  @ParameterizedTest
  @ValueSource(strings = {"stale", "sparse", "rounded", "local", "dropping", "joined"})
  void aKilledRunInOtherArithmeticEndsInTheSameBits(String change)
      throws IOException, InterruptedException {
    Path reference = folder.resolve("reference");
    assertThat(CloudRuns.carryOut(reference, CloudRuns.changed(change)))
        .isEqualTo(Ending.COMPLETED);
    Path killed = folder.resolve("killed");
    for (long lastStep : List.of(33L, 1723L)) {
      kill(child(killed, lastStep, change));
      assertThat(new RunFolder(killed).result()).isEmpty();
    }
    assertThat(CloudRuns.carryOut(killed, CloudRuns.changed(change))).isEqualTo(Ending.COMPLETED);
    SameRuns.assertSame(killed, reference);
  }

  @Test
  void aFolderIsHeldAgainstOtherProcessesUntilItsOwnDies()
      throws IOException, InterruptedException {
    Path held = folder.resolve("held");
    Process process = child(held, 1, "none");
    assertThatThrownBy(() -> CloudRuns.carryOut(held, CloudRuns.longRecipe()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("another process");
    kill(process);
    assertThat(CloudRuns.carryOut(held, CloudRuns.longRecipe())).isEqualTo(Ending.COMPLETED);
  }
}
