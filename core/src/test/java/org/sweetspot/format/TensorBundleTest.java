package org.sweetspot.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

class TensorBundleTest {
  private static final int FOOTER = 48;

  @TempDir private Path folder;

  private static byte[] resource(String name) throws IOException, URISyntaxException {
    return Files.readAllBytes(
        Path.of(
            Objects.requireNonNull(
                    TensorBundleTest.class.getResource("/org/sweetspot/weights/" + name))
                .toURI()));
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  /** "abc" as it is, then nine bytes copied from three back: the copy overlaps what it makes. */
  @Test
  void copiesOfSnappyMayOverlap() throws IOException {
    byte[] packed = bytes(12, 2 << 2, 'a', 'b', 'c', 5 << 2 | 1, 3);
    assertThat(Snappy.unpacked("test", packed, 100))
        .isEqualTo("abcabcabcabc".getBytes(StandardCharsets.US_ASCII));
    byte[] wide = bytes(12, 2 << 2, 'a', 'b', 'c', 8 << 2 | 2, 3, 0);
    assertThat(Snappy.unpacked("test", wide, 100))
        .isEqualTo("abcabcabcabc".getBytes(StandardCharsets.US_ASCII));
    for (byte[] broken :
        new byte[][] {
          bytes(12, 2 << 2, 'a', 'b', 'c', 5 << 2 | 1, 4),
          bytes(200, 1),
          bytes(3, 9 << 2, 'a'),
          bytes(2, 2 << 2, 'a', 'b', 'c'),
          bytes()
        }) {
      assertThatThrownBy(() -> Snappy.unpacked("test", broken, 100))
          .isInstanceOf(FormatException.class);
    }
  }

  /** Entries "key1" and "key2", which share three characters, packed and as they are. */
  @Test
  void keysShareTheirBeginningsInBothPackings() throws IOException {
    byte[] block =
        bytes(0, 4, 1, 'k', 'e', 'y', '1', 'x', 3, 1, 1, '2', 'y', 0, 0, 0, 0, 1, 0, 0, 0);
    byte[] packed = new byte[block.length + 2];
    packed[0] = (byte) block.length;
    packed[1] = (byte) ((block.length - 1) << 2);
    System.arraycopy(block, 0, packed, 2, block.length);
    for (int packing = 0; packing < 2; packing++) {
      byte[] stored = packing == 0 ? block : packed;
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      write(file, stored, packing);
      int index = file.size();
      byte[] handles = bytes(0, 1, 2, 'z', 0, stored.length, 0, 0, 0, 0, 1, 0, 0, 0);
      write(file, handles, 0);
      byte[] footer = new byte[FOOTER];
      footer[2] = (byte) index;
      footer[3] = (byte) handles.length;
      ByteBuffer.wrap(footer).order(ByteOrder.LITTLE_ENDIAN).putLong(40, 0xdb4775248b80fb57L);
      file.write(footer);
      Path table = Files.write(folder.resolve("table"), file.toByteArray());
      Map<String, byte[]> entries = SortedTable.entries(table);
      assertThat(entries).containsOnlyKeys("key1", "key2");
      assertThat(entries.get("key1")).containsExactly('x');
      assertThat(entries.get("key2")).containsExactly('y');
      file.reset();
      byte[] damaged = Files.readAllBytes(table);
      damaged[4] ^= 1;
      Files.write(table, damaged);
      assertThatThrownBy(() -> SortedTable.entries(table)).hasMessageContaining("checksum");
    }
  }

  private static void write(ByteArrayOutputStream file, byte[] block, int packing)
      throws IOException {
    byte[] stored = Arrays.copyOf(block, block.length + 1);
    stored[block.length] = (byte) packing;
    file.write(stored);
    file.write(
        ByteBuffer.allocate(4)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(SortedTable.masked(stored, stored.length))
            .array());
  }

  /** Damage behind right checksums reaches the messages inside. */
  @Test
  void hostileIndicesWithRightChecksumsAreReadOrRefused() throws IOException, URISyntaxException {
    byte[] whole = resource("two.index");
    Files.write(folder.resolve("two.data-00000-of-00001"), resource("two.data-00000-of-00001"));
    Path file = folder.resolve("two.index");
    ByteBuffer footer = ByteBuffer.wrap(whole, whole.length - FOOTER, FOOTER);
    varint(footer);
    varint(footer);
    int index = varint(footer);
    RandomStream stream = new Seed(3).stream("test/bundle");
    int refused = 0;
    int cases = 3000;
    // The first block's length stands in the index: key, then the handle.
    int first = firstBlock(whole, index);
    for (int i = 0; i < cases; i++) {
      byte[] damaged = whole.clone();
      for (int flips = 1 + stream.nextInt(3); flips > 0; flips--) {
        damaged[stream.nextInt(first)] = (byte) stream.nextInt(256);
      }
      int checksum = SortedTable.masked(damaged, first + 1);
      ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putInt(first + 1, checksum);
      Files.write(file, damaged);
      try {
        for (StoredTensor tensor : TensorBundle.open(file).tensors()) {
          tensor.read();
        }
      } catch (FormatException wrong) {
        assertThat(wrong.remedy()).isNotEmpty();
        refused++;
      }
    }
    assertThat(refused).isBetween(cases / 20, cases - 1);
  }

  private static int firstBlock(byte[] whole, int index) {
    ByteBuffer block = ByteBuffer.wrap(whole, index, whole.length - index);
    varint(block);
    int key = varint(block);
    varint(block);
    block.position(block.position() + key);
    assertThat(varint(block)).isZero();
    return varint(block);
  }

  private static int varint(ByteBuffer input) {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte octet = input.get();
      value |= (octet & 0x7f) << shift;
      if (octet >= 0) {
        return value;
      }
    }
  }
}
