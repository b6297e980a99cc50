package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.trajectory.TrajectoryFiles;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TrajectoryTargetTest {
  @TempDir Path folder;

  private JsonNode measure(Path target) throws IOException {
    Path json = folder.resolve("out.json");
    Program program = Program.run("measure", target.toString(), "--json", json.toString());
    assertThat(program.code()).as(program.err()).isZero();
    return JsonMapper.shared().readTree(Files.readString(json)).path("measures");
  }

  private static JsonNode find(JsonNode measures, String id) {
    for (JsonNode one : measures.values()) {
      if (one.path("id").asString("").equals(id)) {
        return one;
      }
    }
    throw new AssertionError("expected " + id + " in " + measures);
  }

  @Test
  void anArrayOfStatesIsMeasured() throws IOException {
    String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }";
    String padded = header + " ".repeat(63 - (10 + header.length()) % 64) + "\n";
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + padded.length() + 48).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) 1).put((byte) 0).putShort((short) padded.length());
    bytes.put(padded.getBytes(StandardCharsets.US_ASCII));
    for (double number : new double[] {0, 0, 3, 4, 3, 0}) {
      bytes.putDouble(number);
    }
    Path file = Files.write(folder.resolve("way.npy"), bytes.array());

    JsonNode measures = measure(file);
    JsonNode length = find(measures, "trajectory-length").path("value");
    assertThat(length.path("path").asDouble()).isEqualTo(9);
    assertThat(length.path("displacement").asDouble()).isEqualTo(3);
    // Against the first step (3, 4), the second goes (0, -4).
    assertThat(length.path("mean-cosine").asDouble()).isCloseTo(-0.8, within(1e-15));
    JsonNode loss = find(measures, "trajectory-loss");
    assertThat(loss.path("status").asString("")).isEqualTo("not-applicable");
    assertThat(find(measures, "weight-norms").path("conventions").path("reason").asString(""))
        .contains("this is a trajectory");
  }

  @Test
  void snapshotsOfARunAreMeasuredWithAndWithoutIt() throws IOException {
    Path recipe =
        Files.writeString(
            folder.resolve("way.yaml"),
            """
            name: way
            seed: 1
            engine: {threads: 1}
            data: {source: digits, split: {train: 200, validation: 50, test: 50}}
            model: {kind: mlp, hidden: [8], normalization: batch}
            training: {batch: 32, optimizer: {kind: sgd, rate: 0.1}, budget: 30 steps}
            snapshots: {kind: every, count: 10}
            """);
    Path run = folder.resolve("run");
    assertThat(Program.run("train", recipe.toString(), "--out", run.toString()).code()).isZero();
    JsonNode whole = measure(run);
    JsonNode files = measure(run.resolve("snapshots"));
    assertThat(TrajectoryFiles.open(run.resolve("snapshots")).position(3)).isEqualTo(30);
    assertThat(find(whole, "trajectory-length").path("value"))
        .isEqualTo(find(files, "trajectory-length").path("value"));
    JsonNode losses = find(whole, "trajectory-loss").path("value").path("loss");
    assertThat(losses.size()).isEqualTo(4);
    assertThat(losses.get(3).asDouble()).isLessThan(losses.get(0).asDouble());
  }

  @Test
  void aRunIsNotMeasuredTwiceUnlessAsked() throws IOException {
    Path recipe =
        Files.writeString(
            folder.resolve("small.yaml"),
            """
            name: small
            engine: {threads: 1}
            data: {source: digits, split: {train: 100, validation: 0, test: 50}}
            model: {kind: mlp, hidden: [4]}
            training: {batch: 32, optimizer: {kind: sgd, rate: 0.1}, budget: 5 steps}
            """);
    Path run = folder.resolve("small");
    assertThat(Program.run("train", recipe.toString(), "--out", run.toString()).code()).isZero();
    String name = run.toString();
    Path json = folder.resolve("kept.json");
    String[] first = {"measure", name, "--measures", "accuracy,loss", "--json", json.toString()};
    assertThat(Program.run(first).out()).doesNotContain("measured before");
    String before = Files.readString(json);
    Program second = Program.run(first);
    assertThat(second.out()).contains("2 of 2 answers were measured before; --again");
    assertThat(Files.readString(json)).isEqualTo(before);
    assertThat(Program.run("measure", name, "--measures", "loss", "--again").out())
        .doesNotContain("measured before");
    assertThat(Program.run("measure", name, "--measures", "loss", "--seed", "8").out())
        .doesNotContain("measured before");
    assertThat(Program.run("compare", name, name, "--measures", "loss,brier").out())
        .contains("3 of 4 answers were measured before");
  }
}
