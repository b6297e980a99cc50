package org.sweetspot.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.training.Ending;

/** A run that dies at any change it makes to the disk ends in the same bits when started again. */
@Tag("heavy")
class EveryWriteTest {
  private static final Recipe RECIPE =
      CloudRuns.recipe(12, "kind: tail, count: 2, checkpoint: 4 steps");

  @TempDir Path folder;

  /** Ends at the change, or of itself; how many changes there were. */
  private static long changes(Path run, long last, boolean full) throws IOException {
    DyingDisk disk = new DyingDisk(last, full);
    try {
      CloudRuns.carryOut(disk.path(run), RECIPE);
    } catch (DyingDisk.Killed killed) {
      assertThat(full).isFalse();
    } catch (RunException refused) {
      assertThat(refused).hasMessageContaining("No space left on device");
    } finally {
      disk.release();
    }
    return disk.changes();
  }

  private void diesAtEveryChange(boolean full) throws IOException {
    Path reference = folder.resolve("reference");
    long all = changes(reference, Long.MAX_VALUE, full);
    assertThat(all).isGreaterThan(50);
    assertThat(new RunFolder(reference).result()).isPresent();
    for (long last = 1; last <= all; last++) {
      Path run = folder.resolve("run" + last);
      changes(run, last, full);
      assertThat(CloudRuns.carryOut(run, RECIPE)).as("change " + last).isEqualTo(Ending.COMPLETED);
      SameRuns.assertSame(run, reference);
    }
  }

  @Test
  void killedAtEveryChange() throws IOException {
    diesAtEveryChange(false);
  }

  @Test
  void fullFromEveryChangeOn() throws IOException {
    diesAtEveryChange(true);
  }
}
