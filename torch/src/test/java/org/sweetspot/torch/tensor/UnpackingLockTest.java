package org.sweetspot.torch.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("heavy")
class UnpackingLockTest {
  /** Loads libtorch: what each process of the test does. */
  static final class Opener {
    public static void main(String[] none) {
      Libtorch.load();
    }
  }

  /** Without the lock about one in three of such processes dies of SIGBUS. */
  @Test
  void processesThatStartTogetherOnANewMachineAllLoad(@TempDir Path folder)
      throws IOException, InterruptedException {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("cache"),
                  "-XX:ErrorFile=" + folder.resolve("error.log"),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Opener.class.getName())
              .redirectErrorStream(true)
              .redirectOutput(new File(folder.toFile(), "process" + i + ".log"))
              .start());
    }
    for (Process process : processes) {
      assertThat(process.waitFor()).isZero();
    }
  }
}
