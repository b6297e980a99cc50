package org.sweetspot.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

class PickleTest {
  @TempDir private Path folder;

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Object read(String pickle) throws FormatException {
    return Pickle.read("test", latin(pickle), new TorchWorld("test"));
  }

  private Path archive(byte[] pickle) throws IOException {
    Path file = folder.resolve("hostile.pt");
    try (OutputStream output = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(output)) {
      zip.putNextEntry(new ZipEntry("archive/data.pkl"));
      zip.write(pickle);
    }
    return file;
  }

  @Test
  void plainDataAreReadInOrder() throws FormatException {
    Object map =
        read(
            "\u0080\u0002}q\u0000(X\u0001\u0000\u0000\u0000bK\u0007X\u0001\u0000\u0000\u0000a]q\u0001(\u0088NM\u0001\u0001\u008a\u0001\u00ffeu.");
    assertThat(map).isInstanceOf(Map.class);
    assertThat(((Map<?, ?>) map).keySet().toString()).isEqualTo("[b, a]");
    assertThat(((Map<?, ?>) map).get("b")).isEqualTo(7L);
    assertThat(((Map<?, ?>) map).get("a")).isEqualTo(List.of(true, Pickle.Nothing.NONE, 257L, -1L));
  }

  @ParameterizedTest
  @CsvSource({
    "os, system",
    "posix, system",
    "nt, system",
    "builtins, eval",
    "builtins, exec",
    "__builtin__, eval",
    "subprocess, Popen",
    "torch.hub, load"
  })
  void whatAttacksIsRefusedByName(String module, String name) throws IOException {
    for (String pickle : List.of(calling(module, name), callingNewer(module, name))) {
      assertThatThrownBy(() -> TorchFile.open(archive(latin(pickle))))
          .isInstanceOf(FormatException.class)
          .hasMessageContaining("a call of " + module + "." + name);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "builtins, getattr",
    "torch, load",
    "torch.nn.modules.linear, Linear",
    "numpy.core.multiarray, _reconstruct",
    "argparse, Namespace"
  })
  void everythingElseIsKeptAsDataAndNeverRun(String module, String name) throws IOException {
    for (String pickle : List.of(calling(module, name), callingNewer(module, name))) {
      assertThat(TorchFile.open(archive(latin(pickle))).tensors()).isEmpty();
      assertThat(read(pickle)).isInstanceOf(InertObject.class);
    }
  }

  @Test
  void whatRebuildsItselfEndsWithoutATensor() throws FormatException {
    // f = _rebuild_from_type_v2; args = [f, f, args, {}]; f(*args)
    String itself =
        "\u0080\u0002ctorch._tensor\n_rebuild_from_type_v2\nq\u00000h\u0000]q\u0001"
            + "(h\u0000h\u0000h\u0001}eR.";
    assertThat(read(itself)).isInstanceOf(TorchGap.class);
  }

  @Test
  void namesThatEatMemoryAreRefused() throws IOException {
    String key = "k".repeat(5000);
    String pickle =
        "\u0080\u0002}X\u0088\u0013\u0000\u0000"
            + key
            + "ctorch._utils\n_rebuild_sparse_tensor\n)Rs.";
    assertThatThrownBy(() -> TorchFile.open(archive(latin(pickle))))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("names of at most");
  }

  private static String calling(String module, String name) {
    return "\u0080\u0002c" + module + "\n" + name + "\nX\u0004\u0000\u0000\u0000echo\u0085R.";
  }

  private static String callingNewer(String module, String name) {
    return "\u0080\u0004\u008c"
        + (char) module.length()
        + module
        + "\u008c"
        + (char) name.length()
        + name
        + "\u0093)R.";
  }

  @Test
  void bombsOfSharedListsAreRefused() throws IOException {
    // Each list holds the one before it ten times: 10^30 leaves in a few hundred bytes.
    StringBuilder bomb = new StringBuilder("\u0080\u0002]q\u0000");
    for (int level = 0; level < 30; level++) {
      bomb.append("0](");
      bomb.append(("h" + (char) level).repeat(10));
      bomb.append("eq").append((char) (level + 1));
    }
    bomb.append(".");
    assertThatThrownBy(() -> TorchFile.open(archive(latin(bomb.toString()))))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("levels");
  }

  @Test
  void whatHoldsItselfIsRefused() throws IOException {
    assertThatThrownBy(() -> TorchFile.open(archive(latin("\u0080\u0002]q\u0000h\u0000a."))))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("levels");
    assertThatThrownBy(() -> read("\u0080\u0002}]q\u0000h\u0000ah\u0000Ns."))
        .isInstanceOf(FormatException.class);
  }

  @Test
  void lengthsThatLieAreRefused() {
    assertThatThrownBy(() -> read("\u0080\u0002X\u00ff\u00ff\u00ff\u007fa."))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("more bytes");
    assertThatThrownBy(
            () -> read("\u0080\u0004\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ffa."))
        .isInstanceOf(FormatException.class);
    assertThatThrownBy(() -> read("\u0080\u0002i."))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("opcode 0x69");
    assertThatThrownBy(() -> read("\u0080\u0000.")).hasMessageContaining("protocol");
    assertThatThrownBy(() -> read("\u0080\u0002")).hasMessageContaining("the end");
    assertThatThrownBy(() -> read("\u0080\u0002.")).hasMessageContaining("fit each other");
  }

  @Test
  void tensorsThatLeaveTheirStorageAreRefused() {
    TorchTensor.Storage storage = new TorchTensor.Storage("0", 40);
    List<TorchTensor> wrong =
        List.of(
            new TorchTensor(storage, NumberType.F32, 1, List.of(10L), List.of(1L)),
            new TorchTensor(storage, NumberType.F32, 0, List.of(3L, 3L), List.of(4L, 2L)),
            new TorchTensor(storage, NumberType.F32, 0, List.of(3L), List.of(-1L)),
            new TorchTensor(storage, NumberType.F32, -1, List.of(3L), List.of(1L)),
            new TorchTensor(storage, NumberType.F32, 0, List.of(3L), List.of(1L, 1L)),
            new TorchTensor(
                storage, NumberType.F32, 0, List.of(3L, 2L), List.of(Long.MAX_VALUE, 1L)),
            new TorchTensor(
                storage, NumberType.F32, 0, List.of(1L << 40, 1L << 40), List.of(0L, 0L)),
            new TorchTensor(
                storage, NumberType.F32, 0, List.of(1L << 20, 1L << 20), List.of(0L, 0L)));
    for (TorchTensor tensor : wrong) {
      assertThatThrownBy(() -> tensor.checked("test")).isInstanceOf(FormatException.class);
    }
  }

  @Test
  void zipBombsAreRefused() throws IOException {
    ByteArrayOutputStream zeros = new ByteArrayOutputStream();
    zeros.write(new byte[1 << 20]);
    Path file = archive(zeros.toByteArray());
    byte[] bytes = Files.readAllBytes(file);
    // The directory claims that four bytes less than 4 GiB were packed.
    int directory = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("PK\u0001\u0002");
    for (int i = 0; i < 4; i++) {
      bytes[directory + 24 + i] = (byte) (i == 0 ? 0xfb : 0xff);
    }
    Files.write(file, bytes);
    assertThatThrownBy(() -> TorchFile.open(file))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("bytes");
  }

  @Test
  void randomBytesAreReadOrRefused() {
    RandomStream stream = new Seed(8).stream("test/pickle");
    String codes =
        "\u0088\u0089NJKMG\u008aX\u008cBC(}]\u008f)\u0085\u0086\u0087taesu\u0090\u0094qrhj012cQRb\u0081\u0093.";
    int refused = 0;
    for (int i = 0; i < 20000; i++) {
      StringBuilder pickle = new StringBuilder("\u0080\u0004");
      for (int length = stream.nextInt(40); length >= 0; length--) {
        pickle.append(
            stream.nextInt(4) == 0
                ? (char) stream.nextInt(256)
                : codes.charAt(stream.nextInt(codes.length())));
      }
      try {
        read(pickle.toString());
      } catch (FormatException broken) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1000, 19999);
  }
}
