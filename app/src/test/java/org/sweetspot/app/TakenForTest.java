package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sweetspot.format.NamedTensor;
import org.sweetspot.format.Safetensors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a path was taken for is said first, and other files are refused with what they are. */
class TakenForTest {
  @TempDir Path folder;

  private void matrix(Path file) throws IOException {
    java.nio.ByteBuffer bytes =
        java.nio.ByteBuffer.allocate(48).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 12; i++) {
      bytes.putFloat(i + 1);
    }
    Safetensors.of(
            Map.of(),
            List.of(
                new NamedTensor("w.weight", NamedTensor.Type.F32, List.of(3L, 4L), bytes.flip())))
        .write(file);
  }

  private JsonNode json(String... more) throws IOException {
    Path json = folder.resolve("out.json");
    String[] arguments = new String[more.length + 5];
    arguments[0] = "measure";
    System.arraycopy(more, 0, arguments, 1, more.length);
    arguments[more.length + 1] = "--measures";
    arguments[more.length + 2] = "weight-norms,trajectory-length";
    arguments[more.length + 3] = "--json";
    arguments[more.length + 4] = json.toString();
    Program program = Program.run(arguments);
    assertThat(program.code()).as(program.err()).isZero();
    JsonNode taken = JsonMapper.shared().readTree(Files.readString(json)).path("takenFor");
    // Wrapped for the terminal.
    assertThat(program.out().replaceAll("\\s+", " "))
        .startsWith(taken.path("text").asString("").replaceAll("\\s+", " "));
    return taken;
  }

  @Test
  void aModelsFolderIsItsWeightsAndAFolderOfCheckpointsATrajectory() throws IOException {
    Path model = Files.createDirectory(folder.resolve("gpt"));
    matrix(model.resolve("model.safetensors"));
    Files.writeString(model.resolve("config.json"), "{\"model_type\": \"gpt2\"}");
    JsonNode weights = json(model.toString());
    assertThat(weights.path("kind").asString("")).isEqualTo("weights");
    assertThat(weights.path("text").asString("")).contains("model.safetensors");

    Path steps = Files.createDirectory(folder.resolve("steps"));
    matrix(steps.resolve("step-9.safetensors"));
    matrix(steps.resolve("step-10.safetensors"));
    JsonNode trajectory = json(steps.toString());
    assertThat(trajectory.path("kind").asString("")).isEqualTo("trajectory");
    assertThat(trajectory.path("text").asString(""))
        .contains("2 states")
        .contains("the step in their names (step-9 to step-10)");
  }

  @Test
  void aFolderOfOneStateIsItsWeights() throws IOException {
    Path run = Files.createDirectory(folder.resolve("run"));
    matrix(Files.createDirectory(run.resolve("checkpoint-500")).resolve("model.safetensors"));
    JsonNode weights = json(run.toString());
    assertThat(weights.path("kind").asString("")).isEqualTo("weights");
    assertThat(weights.path("text").asString("")).contains("The only state in run.");

    JsonNode asked = json(run.toString(), "--as", "trajectory");
    assertThat(asked.path("kind").asString("")).isEqualTo("trajectory");
  }

  @Test
  void oneArrayCanBeTakenForTheOther() throws IOException {
    Path file = folder.resolve("layer.npy");
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }";
    String padded = header + " ".repeat(63 - (10 + header.length()) % 64) + "\n";
    java.nio.ByteBuffer bytes =
        java.nio.ByteBuffer.allocate(10 + padded.length() + 48)
            .order(java.nio.ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) 1).put((byte) 0).putShort((short) padded.length());
    bytes.put(padded.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < 12; i++) {
      bytes.putFloat(i);
    }
    Files.write(file, bytes.array());
    JsonNode rows = json(file.toString());
    assertThat(rows.path("kind").asString("")).isEqualTo("trajectory");
    assertThat(rows.path("text").asString("")).contains("--as weights");
    assertThat(json(file.toString(), "--as", "weights").path("kind").asString(""))
        .isEqualTo("weights");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lfs.safetensors|version https://git-lfs.github.com/spec/v1|a pointer of Git LFS",
        "empty.safetensors||an empty file",
        "page.pt|<!DOCTYPE html><html><body>404</body></html>|a page of HTML",
        "error.bin|{\"error\": \"Entry not found\"}|a JSON text",
        "notes.onnx.txt|these are my notes|a text",
        "model.mlmodel|xxxxxxxxxxxxxxxx|a Core ML model",
        "short.pt|abc|a file of 3 bytes"
      })
  void otherFilesAreRefusedForWhatTheyAre(String name, String contents, String said)
      throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, contents == null ? "" : contents);
    Program program = Program.run("measure", file.toString());
    assertThat(program.code()).isEqualTo(2);
    assertThat(program.err()).contains(said).contains("fix: ");
  }

  @Test
  void packedFilesAndPicklesAreNamed() throws IOException {
    Path zip =
        Files.write(folder.resolve("m.pt.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0});
    assertThat(Program.run("measure", zip.toString()).err()).contains("packed with gzip");
    Path pickle = Files.write(folder.resolve("p.pkl"), new byte[] {(byte) 0x80, 4, 'N', '.'});
    Program refused = Program.run("measure", pickle.toString());
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("a pickle of something else").contains("new file");
  }
}
