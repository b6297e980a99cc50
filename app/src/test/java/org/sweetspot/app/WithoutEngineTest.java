package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in a Java machine whose class path lacks every jar of the native engine. */
class WithoutEngineTest {
  @TempDir Path folder;

  @BeforeEach
  void theClassPathHeldTheEngineBefore() {
    assertThat(System.getProperty("java.class.path")).contains("bytedeco");
  }

  @Test
  void weightsAndTrajectoriesAreMeasured() throws Exception {
    Path weights = table("weights.npy", 12, 5);
    Path states = table("states.npy", 40, 8);

    Program spectrum = run("measure", weights.toString(), "--as", "weights");
    Program drift = run("measure", states.toString(), "--as", "trajectory");

    assertThat(spectrum.code()).as(spectrum.err()).isZero();
    assertThat(spectrum.out()).contains("Do the weights show learning?");
    assertThat(drift.code()).as(drift.err()).isZero();
    assertThat(drift.out()).contains("measures answered");
  }

  @Test
  void whatNeedsTheEngineSaysSo() throws Exception {
    Path recipe =
        Files.writeString(
            folder.resolve("one.yaml"),
            """
            name: one
            seed: 1
            data: {source: digits}
            model: {kind: mlp, hidden: [4]}
            training:
              batch: 8
              optimizer: {kind: sgd, rate: 0.1}
              budget: 1 epochs
            """);

    Program training = run("train", recipe.toString(), "--quiet");

    assertThat(training.code()).isEqualTo(2);
    assertThat(training.err()).contains("none installed", "libtorch").doesNotContain("failed");
    assertThat(run("doctor").out()).contains("not installed").doesNotContain("NoClassDef");
  }

  private Path table(String name, int rows, int columns) throws IOException {
    String header =
        "{'descr': '<f8', 'fortran_order': False, 'shape': (" + rows + ", " + columns + "), }";
    String padded = header + " ".repeat(63 - (10 + header.length()) % 64) + "\n";
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + padded.length() + 8 * rows * columns)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) 1).put((byte) 0).putShort((short) padded.length());
    bytes.put(padded.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < rows * columns; i++) {
      bytes.putDouble(Math.sin(i + 1.0) + 0.01 * i);
    }
    return Files.write(folder.resolve(name), bytes.array());
  }

  private Program run(String... arguments) throws Exception {
    String rest =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("bytedeco"))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                rest,
                Main.class.getName()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    int code = process.waitFor();
    return new Program(
        code,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
