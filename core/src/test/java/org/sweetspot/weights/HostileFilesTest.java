package org.sweetspot.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.format.FormatException;

/** Small files that would take much memory, or never end; each was found by trying. */
class HostileFilesTest {
  /** For one of these small files, everything that is thrown away included. */
  private static final long MOST_BYTES = 1L << 30;

  @TempDir Path folder;

  private Path torch(byte[] pickle) throws IOException {
    Path file = folder.resolve("x.pt");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      entry(zip, "x/data.pkl", pickle);
      entry(zip, "x/data/0", new byte[8]);
    }
    return file;
  }

  private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes, 0, bytes.length);
    zip.closeEntry();
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Read or refused in words, and either with little memory. */
  private static void bounded(Path file) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(id);
    try {
      for (WeightTensor tensor : WeightsFile.open(file).tensors()) {
        tensor.load();
      }
    } catch (FormatException refused) {
      assertThat(refused.remedy()).isNotEmpty();
    }
    assertThat(threads.getThreadAllocatedBytes(id) - before).isLessThan(MOST_BYTES);
  }

  @Test
  void aPickleThatRebuildsItselfIsRefused() throws IOException {
    // A list that holds a function and itself, as the function's arguments.
    String function = "ctorch._tensor\n_rebuild_from_type_v2\n";
    String pickle =
        "\u0080\u0002]q\u0000(" + function + "Nh\u0000eh\u00000" + function + "h\u0000R.";
    byte[] self = latin("\u0080\u0002" + function + "q\u0001]q\u0000(h\u0001Nh\u0000eR.");
    assertThatThrownBy(() -> WeightsFile.open(torch(self))).isInstanceOf(FormatException.class);
    bounded(torch(latin(pickle)));
  }

  @Test
  void aLongKeyWithManyEntriesStaysSmall() throws IOException {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    pickle.writeBytes(latin("\u0080\u0002}X"));
    pickle.writeBytes(
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(100_000).array());
    pickle.writeBytes(latin("k".repeat(100_000)));
    // One tensor of one number, remembered, a hundred thousand times in a list.
    pickle.writeBytes(
        latin(
            "](ctorch._utils\n_rebuild_tensor_v2\n((X\u0007\u0000\u0000\u0000storage"
                + "ctorch\nFloatStorage\nX\u0001\u0000\u0000\u00000"
                + "X\u0003\u0000\u0000\u0000cpuK\u0001tQK\u0000K\u0001\u0085K\u0001\u0085"
                + "\u0089ccollections\nOrderedDict\n)RtRq\u0000"));
    for (int i = 0; i < 100_000; i++) {
      pickle.writeBytes(latin("h\u0000"));
    }
    pickle.writeBytes(latin("es."));
    bounded(torch(pickle.toByteArray()));
  }

  @Test
  void sharedListsAreNotUnfoldedForEver() throws IOException {
    // Forty lists, each ten times the one before: ten to the fortieth visits.
    StringBuilder pickle = new StringBuilder("\u0080\u0002]q\u0000");
    for (int level = 1; level <= 40; level++) {
      pickle.append("](");
      pickle.append(("h" + (char) (level - 1)).repeat(10));
      pickle.append("eq").append((char) level);
    }
    bounded(torch(latin(pickle.append('.').toString())));
  }

  @Test
  void aSmallArchiveDoesNotBecomeALargeOne() throws IOException {
    Path file = folder.resolve("bomb.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.setLevel(9);
      zip.putNextEntry(new ZipEntry("a.npy"));
      int count = 200_000_000;
      String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (" + count + ",), }";
      String padded = header + " ".repeat(117 - header.length()) + "\n";
      zip.write(latin("\u0093NUMPY\u0001\u0000" + (char) padded.length() + "\u0000" + padded));
      byte[] zeros = new byte[1_000_000];
      for (int i = 0; i < count / zeros.length; i++) {
        zip.write(zeros);
      }
      zip.closeEntry();
    }
    assertThat(Files.size(file)).isLessThan(300_000);
    assertThatThrownBy(() -> WeightsFile.open(file).tensors().get(0).load())
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("without compression");
    bounded(file);
  }
}
