package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a new user gets wrong, through the real command line: code 2 and a message that helps. */
class BrokenInputTest {
  static final String GOOD =
      """
      name: good
      data:
        source: digits
        split: {train: 200, validation: 50, test: 50}
      model:
        kind: mlp
        hidden: [8]
      training:
        batch: 20
        optimizer: {kind: sgd, rate: 0.1}
        budget: 2 epochs
      """;

  private static final Pattern FOUR_PARTS =
      Pattern.compile(
          "\\Asweetspot[^:]*: .+: expected .+, got .+^  fix: \\S.+",
          Pattern.DOTALL | Pattern.MULTILINE);

  @TempDir Path folder;

  /**
   * One mistake in a recipe.
   *
   * @param right what the good recipe says
   * @param wrong what stands there instead
   * @param hint a part of the message that leads to the mistake
   */
  record Mistake(String right, String wrong, String hint) {}

  static Stream<Mistake> mistakes() {
    return Stream.of(
        new Mistake("batch: 20", "batch: 0", "training.batch"),
        new Mistake("batch: 20", "batch: -3", "training.batch"),
        new Mistake("batch: 20", "batch: 2.5", "whole number"),
        new Mistake("batch: 20", "batch: twenty", "twenty"),
        new Mistake("batch: 20", "batch: ", "training.batch"),
        new Mistake("batch: 20", "bacth: 20", "batch"),
        new Mistake("batch: 20", "batch: 20\n  batch: 30", "batch"),
        new Mistake("batch: 20", "batch: 20\n  accumulation: 3", "accumulation"),
        new Mistake("rate: 0.1", "rate: 0", "rate"),
        new Mistake("rate: 0.1", "rate: -1", "rate"),
        new Mistake("rate: 0.1", "rate: .nan", "rate"),
        new Mistake("rate: 0.1", "lr: 0.1", "rate"),
        new Mistake("rate: 0.1", "rate: 0.1, momentum: 1", "momentum"),
        new Mistake("rate: 0.1", "rate: 0.1, nesterov: true", "nesterov"),
        new Mistake("rate: 0.1", "rate: 0.1, nesterov: maybe", "nesterov"),
        new Mistake("kind: sgd", "kind: sdg", "sgd"),
        new Mistake("kind: mlp", "kind: perceptron", "mlp"),
        new Mistake("kind: mlp", "kind: transformer", "model.width"),
        new Mistake("hidden: [8]", "hidden: 8", "hidden"),
        new Mistake("hidden: [8]", "hidden: [0]", "hidden"),
        new Mistake("hidden: [8]", "hidden: [8]\n  normalization: ghost", "ghost"),
        new Mistake("source: digits", "source: digit", "digits"),
        new Mistake("source: digits", "", "source"),
        new Mistake("train: 200", "train: -1", "train"),
        new Mistake("train: 200", "train: 5000", "5000"),
        new Mistake("budget: 2 epochs", "budget: 2", "epochs"),
        new Mistake("budget: 2 epochs", "budget: 2 lightyears", "lightyears"),
        new Mistake("budget: 2 epochs", "budget: 0 epochs", "budget"),
        new Mistake("budget: 2 epochs", "budget: 1.5 steps", "steps"),
        new Mistake("budget: 2 epochs", "", "budget"),
        new Mistake("name: good", "name: good\nseed: one", "seed"),
        new Mistake("name: good", "name: good\nengine: {device: gpu}", "cuda"),
        new Mistake("name: good", "name: good\nengine: {threads: -1}", "threads"),
        new Mistake("name: good", "name: good\ncolour: blue", "colour"),
        new Mistake("name: good", "name: good\n\tbad: tab", "tab"),
        new Mistake("name: good", "name: {", "expected"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aBrokenRecipeIsExplained(Mistake mistake) throws IOException {
    assertThat(GOOD).contains(mistake.right);
    Path recipe = recipe(GOOD.replace(mistake.right, mistake.wrong));

    Program program = Program.run("train", recipe.toString(), "--out", out());

    assertExplained(program, mistake.hint);
  }

  static Stream<List<String>> commandLines() {
    return Stream.of(
        List.of(),
        List.of("fly"),
        List.of("train"),
        List.of("train", "RECIPE", "RECIPE"),
        List.of("train", "RECIPE", "--seed", "one"),
        List.of("train", "RECIPE", "--seed"),
        List.of("train", "RECIPE", "--set", "training.batch"),
        List.of("train", "RECIPE", "--set", "training.bach=3"),
        List.of("train", "RECIPE", "--set", "training.batch=0"),
        List.of("train", "RECIPE", "--epochs", "3"),
        List.of("train", "missing.yaml"),
        List.of("train", "."));
  }

  @ParameterizedTest
  @MethodSource("commandLines")
  void aBrokenCommandLineIsExplained(List<String> words) throws IOException {
    String recipe = recipe(GOOD).toString();

    Program program =
        Program.run(
            words.stream()
                .map(word -> word.equals("RECIPE") ? recipe : word)
                .toArray(String[]::new));

    assertExplained(program, "");
  }

  @Test
  void bytesThatAreNoTextAreExplained() throws IOException {
    Path file = folder.resolve("binary.yaml");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, 2});

    assertExplained(Program.run("train", file.toString(), "--out", out()), "UTF-8");
  }

  @Test
  void aMissingDataFolderIsExplained() throws IOException {
    assertExplained(train("{kind: idx, folder: nowhere}"), "nowhere");
  }

  @Test
  void truncatedIdxFilesAreExplained() throws IOException {
    writeIdx(idx(3, 10, 4, 4), idx(1, 10));
    Path images = folder.resolve("train-images-idx3-ubyte");
    Files.write(images, Arrays.copyOf(Files.readAllBytes(images), 100));

    assertExplained(train("{kind: idx, folder: .}"), "train-images-idx3-ubyte");
  }

  @Test
  void imagesAndLabelsOfDifferentLengthAreExplained() throws IOException {
    writeIdx(idx(3, 10, 4, 4), idx(1, 9));

    assertExplained(train("{kind: idx, folder: .}"), "9");
  }

  @Test
  void idxFilesOfAnotherKindAreExplained() throws IOException {
    writeIdx("this is no idx file at all".getBytes(StandardCharsets.UTF_8), idx(1, 10));

    assertExplained(train("{kind: idx, folder: .}"), "train-images-idx3-ubyte");
  }

  @Test
  void cifarFilesOfAWrongLengthAreExplained() throws IOException {
    Files.write(folder.resolve("data_batch_1.bin"), new byte[3000]);

    assertExplained(train("{kind: cifar, folder: ., classes: 10}"), "");
  }

  @Test
  void anArchiveThatIsNoneIsExplained() throws IOException {
    Files.writeString(folder.resolve("mine.npz"), "not a zip");

    assertExplained(train("{kind: npz, file: mine.npz}"), "mine.npz");
  }

  @Test
  void weightsCutShortAreExplained() throws IOException {
    String header = "{\"fc.weight\":{\"dtype\":\"F32\",\"shape\":[4,4],\"data_offsets\":[0,64]}}";
    ByteBuffer bytes = ByteBuffer.allocate(8 + header.length() + 32).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
    Path file = Files.write(folder.resolve("cut.safetensors"), bytes.array());

    assertExplained(Program.run("measure", file.toString(), "--quiet"), "cut.safetensors");
  }

  @Test
  void aTensorThatTurnsOutDamagedWhenItIsReadIsExplained() throws IOException {
    byte[] array = npy(4, 4);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(whole)) {
      for (String name : List.of("first.npy", "second.npy")) {
        CRC32 checksum = new CRC32();
        checksum.update(array);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(array.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(array);
      }
    }
    Path intact = Files.write(folder.resolve("intact.npz"), whole.toByteArray());
    assertThat(Program.run("measure", intact.toString(), "--quiet").code()).isZero();
    byte[] damaged = whole.toByteArray();
    // The last byte of the first array's numbers, after the archive's header of 30 bytes and name.
    damaged[30 + "first.npy".length() + array.length - 1] ^= 1;
    Path file = Files.write(folder.resolve("damaged.npz"), damaged);

    assertExplained(Program.run("measure", file.toString(), "--quiet"), "array first");
  }

  private static byte[] npy(int rows, int columns) {
    String text =
        "{'descr': '<f8', 'fortran_order': False, 'shape': (" + rows + ", " + columns + "), }";
    String header = text + " ".repeat(63 - (10 + text.length()) % 64) + "\n";
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + header.length() + 8 * rows * columns)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) 1).put((byte) 0).putShort((short) header.length());
    bytes.put(header.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < rows * columns; i++) {
      bytes.putDouble(Math.sin(i + 1.0));
    }
    return bytes.array();
  }

  private Program train(String source) throws IOException {
    Path recipe = recipe(GOOD.replace("source: digits", "source: " + source));
    return Program.run("train", recipe.toString(), "--out", out());
  }

  private Path recipe(String text) throws IOException {
    return Files.writeString(folder.resolve("recipe.yaml"), text);
  }

  private String out() {
    return folder.resolve("run").toString();
  }

  private static void assertExplained(Program program, String hint) {
    assertThat(program.err()).containsPattern(FOUR_PARTS).contains(hint);
    assertThat(program.err()).doesNotContain("Exception", "\tat ");
    assertThat(program.out()).isEmpty();
    assertThat(program.code()).isEqualTo(2);
  }

  private void writeIdx(byte[] images, byte[] labels) throws IOException {
    for (String part : List.of("train", "t10k")) {
      Files.write(folder.resolve(part + "-images-idx3-ubyte"), images);
      Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels);
    }
  }

  /** An idx file of unsigned bytes, all zero. */
  private static byte[] idx(int dimensions, int... sizes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(0x800 + dimensions);
    int count = 1;
    for (int size : sizes) {
      out.writeInt(size);
      count *= size;
    }
    out.write(new byte[count]);
    return bytes.toByteArray();
  }
}
