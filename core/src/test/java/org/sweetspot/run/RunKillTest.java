package org.sweetspot.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.training.Ending;

/** What a real process leaves when it is killed without warning. */
class RunKillTest {
  private static final int KILLS = 6;

  @TempDir Path folder;

  private static Process child(Path run) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CloudRuns.class.getName(),
                run.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    assertThat(output.readLine()).isEqualTo("running");
    return process;
  }

  @Test
  void aRunKilledAgainAndAgainEndsInTheSameBits() throws IOException, InterruptedException {
    Path reference = folder.resolve("reference");
    assertThat(CloudRuns.carryOut(reference, CloudRuns.slowRecipe())).isEqualTo(Ending.COMPLETED);

    Path killed = folder.resolve("killed");
    RandomStream stream = new Seed(20).stream("test/kill");
    int checkpointsSeen = 0;
    for (int i = 0; i < KILLS; i++) {
      Process process = child(killed);
      // Each update of a child takes at least a millisecond, so it has not finished by then.
      Thread.sleep(stream.nextInt(250));
      assertThat(process.isAlive()).isTrue();
      process.destroyForcibly();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(new RunFolder(killed).result()).isEmpty();
      checkpointsSeen += Files.exists(killed.resolve("checkpoint")) ? 1 : 0;
    }
    assertThat(checkpointsSeen).isGreaterThanOrEqualTo(KILLS / 2);
    assertThat(CloudRuns.carryOut(killed, CloudRuns.slowRecipe())).isEqualTo(Ending.COMPLETED);
    SameRuns.assertSame(killed, reference);
  }

  @Test
  void aFolderIsHeldAgainstOtherProcessesUntilItsOwnDies()
      throws IOException, InterruptedException {
    Path held = folder.resolve("held");
    Process process = child(held);
    assertThatThrownBy(() -> CloudRuns.carryOut(held, CloudRuns.slowRecipe()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("another process");
    process.destroyForcibly();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(CloudRuns.carryOut(held, CloudRuns.slowRecipe())).isEqualTo(Ending.COMPLETED);
  }
}
