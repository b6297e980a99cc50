package org.sweetspot.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.format.NamedTensor;
import org.sweetspot.format.Safetensors;

class TrajectoryFilesTest {
  private static final double[] NUMBERS = {1, 2.5, -3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

  @TempDir Path folder;

  private static byte[] npy(String type, boolean fortran, String shape, double... numbers) {
    String header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }"
            .formatted(type, fortran ? "True" : "False", shape);
    String padded = header + " ".repeat(63 - (10 + header.length()) % 64) + "\n";
    boolean single = type.equals("<f4");
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + padded.length() + numbers.length * (single ? 4 : 8))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) 1).put((byte) 0).putShort((short) padded.length());
    bytes.put(padded.getBytes(StandardCharsets.US_ASCII));
    for (double number : numbers) {
      if (single) {
        bytes.putFloat((float) number);
      } else {
        bytes.putDouble(number);
      }
    }
    return bytes.array();
  }

  private Path archive(Map<String, byte[]> arrays) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
        zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
        zip.write(array.getValue());
      }
    }
    return Files.write(folder.resolve("way.npz"), bytes.toByteArray());
  }

  private static void assertNumbers(Trajectory way) {
    assertThat(way.size()).isEqualTo(3);
    assertThat(way.dimension()).isEqualTo(4);
    assertThat(way.state(0)).containsExactly(1, 2.5, -3, 4);
    assertThat(way.state(2)).containsExactly(9, 10, 11, 12);
    double[] middle = {-1, -1, -1};
    way.read(1, 1, middle, 2);
    assertThat(middle).containsExactly(6, 7, -1);
  }

  @Test
  void rowsOfAnArrayAreStatesInBothPrecisions() throws IOException {
    for (String type : List.of("<f4", "<f8")) {
      Path file = Files.write(folder.resolve("way.npy"), npy(type, false, "3, 4", NUMBERS));
      Trajectory way = TrajectoryFiles.open(file);
      assertNumbers(way);
      assertThat(way.position(2)).isEqualTo(2);
    }
  }

  @Test
  void furtherAxesCountAsOneState() throws IOException {
    Path file = Files.write(folder.resolve("way.npy"), npy("<f8", false, "3, 2, 2", NUMBERS));
    assertNumbers(TrajectoryFiles.open(file));
  }

  @Test
  void anArchiveMayTellTheSteps() throws IOException {
    byte[] rows = npy("<f8", false, "3, 4", NUMBERS);
    assertNumbers(TrajectoryFiles.open(archive(Map.of("w", rows))));
    Trajectory way =
        TrajectoryFiles.open(
            archive(Map.of("w", rows, "steps", npy("<f8", false, "3,", 0, 10, 100))));
    assertNumbers(way);
    assertThat(way.position(2)).isEqualTo(100);
    assertThatThrownBy(
            () ->
                TrajectoryFiles.open(
                    archive(Map.of("w", rows, "steps", npy("<f8", false, "3,", 0, 10, 10)))))
        .hasMessageContaining("not ascending");
    assertThatThrownBy(() -> TrajectoryFiles.open(archive(Map.of("w", rows, "v", rows))))
        .hasMessageContaining("one array of k x p");
  }

  @Test
  void whatIsNoTrajectoryIsRefusedWithAWayOut() throws IOException {
    Path flat = Files.write(folder.resolve("flat.npy"), npy("<f8", false, "12,", NUMBERS));
    assertThatThrownBy(() -> TrajectoryFiles.open(flat)).hasMessageContaining("k x p");
    Path turned = Files.write(folder.resolve("turned.npy"), npy("<f8", true, "3, 4", NUMBERS));
    assertThatThrownBy(() -> TrajectoryFiles.open(turned)).hasMessageContaining("ascontiguous");
    assertThatThrownBy(() -> TrajectoryFiles.open(folder.resolve("none.txt")))
        .hasMessageContaining("no such file");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> TrajectoryFiles.open(empty)).hasMessageContaining("safetensors");
  }

  private static NamedTensor tensor(String name, NamedTensor.Type type, double... numbers) {
    ByteBuffer bytes =
        ByteBuffer.allocate(numbers.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (double number : numbers) {
      if (type == NamedTensor.Type.F32) {
        bytes.putFloat((float) number);
      } else {
        bytes.putDouble(number);
      }
    }
    return new NamedTensor(name, type, List.of((long) numbers.length), bytes.flip());
  }

  private void checkpoint(Path where, String name, double... row) throws IOException {
    Safetensors.of(
            Map.of(),
            List.of(
                tensor("a.weight", NamedTensor.Type.F32, row[0], row[1], row[2]),
                tensor("a.running_mean", NamedTensor.Type.F32, 77, 77),
                tensor("b.weight", NamedTensor.Type.F64, row[3])))
        .write(where.resolve(name));
  }

  @Test
  void checkpointsAreOrderedByTheirNumberAndRunningStatisticsLeftOut() throws IOException {
    Path runs = Files.createDirectory(folder.resolve("runs"));
    checkpoint(runs, "model-9.safetensors", 5, 6, 7, 8);
    checkpoint(runs, "model-10.safetensors", 9, 10, 11, 12);
    checkpoint(runs, "model-0.safetensors", 1, 2.5, -3, 4);
    Trajectory way = TrajectoryFiles.open(runs);
    assertNumbers(way);
    assertThat(way.position(1)).isEqualTo(9);
    double[] across = new double[2];
    way.read(2, 2, across, 2);
    assertThat(across).containsExactly(11, 12);

    Safetensors.of(Map.of(), List.of(tensor("a.weight", NamedTensor.Type.F32, 1, 2)))
        .write(runs.resolve("model-11.safetensors"));
    assertThatThrownBy(() -> TrajectoryFiles.open(runs))
        .hasMessageContaining("a.weight")
        .hasMessageContaining("of shape [3]")
        .hasMessageContaining("[2]");
  }
}
