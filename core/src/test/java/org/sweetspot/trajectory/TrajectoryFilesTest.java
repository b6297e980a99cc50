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
    assertThatThrownBy(() -> TrajectoryFiles.open(folder.resolve("none.txt")))
        .hasMessageContaining("no such file");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> TrajectoryFiles.open(empty)).hasMessageContaining("checkpoints");
  }

  @Test
  void arraysByColumnsAreReadByRows() throws IOException {
    double[] columns = {1, 5, 9, 2.5, 6, 10, -3, 7, 11, 4, 8, 12};
    byte[] turned = npy("<f8", true, "3, 4", columns);
    assertNumbers(TrajectoryFiles.open(Files.write(folder.resolve("turned.npy"), turned)));
    assertNumbers(TrajectoryFiles.open(archive(Map.of("w", turned))));
  }

  private List<String> order(String... names) throws IOException {
    Path runs = Files.createTempDirectory(folder, "order");
    for (String name : names) {
      checkpoint(runs, name + ".safetensors", 1, 2, 3, 4);
    }
    return TrajectoryFiles.states(runs, false).stream()
        .map(path -> path.getFileName().toString().replace(".safetensors", ""))
        .toList();
  }

  @Test
  void stepsAndEpochsOrderAndOtherNumbersDoNot() throws IOException {
    assertThat(order("epoch=3-step=120", "epoch=10-step=400", "epoch=9-step=360"))
        .containsExactly("epoch=3-step=120", "epoch=9-step=360", "epoch=10-step=400");
    // Keras writes the loss last: an epoch is a whole number, a loss is not.
    assertThat(order("weights.02-0.31", "weights.10-0.12", "weights.09-0.25"))
        .containsExactly("weights.02-0.31", "weights.09-0.25", "weights.10-0.12");
    assertThat(order("epoch3_acc91", "epoch12_acc72", "epoch4_acc95"))
        .containsExactly("epoch3_acc91", "epoch4_acc95", "epoch12_acc72");
    assertThat(order("resnet18-step9-v2", "resnet18-step10-v1"))
        .containsExactly("resnet18-step9-v2", "resnet18-step10-v1");
    assertThat(order("step-2k", "step-900", "step-10k"))
        .containsExactly("step-900", "step-2k", "step-10k");
    assertThat(order("epoch1_step9", "epoch0_step10", "epoch1_step10", "epoch0_step9"))
        .containsExactly("epoch0_step9", "epoch0_step10", "epoch1_step9", "epoch1_step10");
    assertThat(order("net_9", "net_10", "net_0")).containsExactly("net_0", "net_9", "net_10");
  }

  @Test
  void filesThatTellNoOrderAreAskedAbout() throws IOException {
    for (String[] names :
        List.of(
            new String[] {"best", "last"},
            new String[] {"seed1", "seed2"},
            new String[] {"net_fold0", "net_fold1"},
            new String[] {"model-0.31", "model-0.25"})) {
      assertThatThrownBy(() -> order(names))
          .as(names[0])
          .hasMessageContaining("tell a step or an epoch")
          .hasMessageContaining("--as trajectory");
    }
    Path runs = Files.createDirectory(folder.resolve("named"));
    checkpoint(runs, "b10.safetensors", 3, 2, 3, 4);
    checkpoint(runs, "a2.safetensors", 1, 2, 3, 4);
    Trajectory named = TrajectoryFiles.open(runs, true);
    assertThat(named.state(0)[0]).isEqualTo(1);
    assertThat(named.kind()).contains("2 states").contains("name alone");
  }

  @Test
  void whatTellsNoStepAmongThoseThatDoIsLeftOut() throws IOException {
    Path runs = Files.createDirectory(folder.resolve("mixed"));
    checkpoint(runs, "step-20.safetensors", 5, 6, 7, 8);
    checkpoint(runs, "step-5.safetensors", 1, 2, 3, 4);
    checkpoint(runs, "best.safetensors", 9, 9, 9, 9);
    Trajectory way = TrajectoryFiles.open(runs);
    assertThat(way.size()).isEqualTo(2);
    assertThat(way.position(0)).isEqualTo(5);
    assertThat(way.kind()).contains("the step in their names").contains("best");
  }

  @Test
  void theStepMayStandInTheFile() throws IOException {
    Path runs = Files.createDirectory(folder.resolve("inside"));
    String[] names = {"a", "b"};
    for (int i = 0; i < 2; i++) {
      Safetensors.of(
              Map.of("global_step", Integer.toString(20 - 10 * i)),
              List.of(tensor("a.weight", NamedTensor.Type.F32, i, 2)))
          .write(runs.resolve(names[i] + ".safetensors"));
    }
    Trajectory way = TrajectoryFiles.open(runs);
    assertThat(way.position(0)).isEqualTo(10);
    assertThat(way.state(0)).containsExactly(1, 2);
    assertThat(way.kind()).contains("the step that the files hold");
  }

  @Test
  void foldersOfModelsAreStatesAndOneModelIsNone() throws IOException {
    Path runs = Files.createDirectory(folder.resolve("hub"));
    for (int step : new int[] {9, 10}) {
      Path one = Files.createDirectory(runs.resolve("checkpoint-" + step));
      checkpoint(one, "model.safetensors", step, 2, 3, 4);
      Files.writeString(one.resolve("config.json"), "{}");
    }
    assertThat(Recognition.of(runs).kind()).isEqualTo(Recognition.Kind.TRAJECTORY);
    Trajectory way = TrajectoryFiles.open(runs);
    assertThat(way.position(1)).isEqualTo(10);
    assertThat(way.state(1)[0]).isEqualTo(10);

    Recognition single = Recognition.of(runs.resolve("checkpoint-9"));
    assertThat(single.kind()).isEqualTo(Recognition.Kind.WEIGHTS);
    checkpoint(runs, "model.safetensors", 1, 2, 3, 4);
    assertThat(Recognition.of(runs).kind()).isEqualTo(Recognition.Kind.WEIGHTS);
    assertThat(Recognition.of(runs).otherwise()).contains("2 checkpoints");
    assertThat(TrajectoryFiles.open(runs).size()).isEqualTo(2);
  }

  @Test
  void oneArrayIsTakenForWhatItsNameSaysAndTheOtherIsOffered() throws IOException {
    byte[] rows = npy("<f8", false, "3, 4", NUMBERS);
    Recognition kernel = Recognition.of(archive(Map.of("kernel", rows)));
    assertThat(kernel.kind()).isEqualTo(Recognition.Kind.WEIGHTS);
    assertThat(kernel.otherwise()).contains("--as trajectory");
    Recognition states = Recognition.of(archive(Map.of("weights", rows)));
    assertThat(states.kind()).isEqualTo(Recognition.Kind.TRAJECTORY);
    assertThat(states.otherwise()).contains("--as weights");
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
