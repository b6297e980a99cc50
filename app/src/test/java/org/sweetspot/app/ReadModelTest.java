package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Model files that another library opens: this program, built without it, says what to do. */
class ReadModelTest {
  @TempDir private Path folder = Path.of(".");

  @Test
  void anOnnxModelWithDataAsksForItsModule() throws IOException {
    Path model = Files.writeString(folder.resolve("model.onnx"), "not looked at");
    Program program = Program.run("measure", model.toString(), "--data", "digits");
    assertThat(program.code()).isEqualTo(2);
    assertThat(program.err())
        .contains("expected a program that carries ONNX Runtime")
        .contains("fix: use onnx/measure")
        .contains("leave --data out");
  }

  @Test
  void featuresOfAnythingElseAreRefused() throws IOException {
    Path weights = Files.writeString(folder.resolve("model.npz"), "not looked at");
    Program program = Program.run("measure", weights.toString(), "--features", "node");
    assertThat(program.code()).isEqualTo(2);
    assertThat(program.err()).contains("--features node: expected an ONNX model with --data");
  }
}
