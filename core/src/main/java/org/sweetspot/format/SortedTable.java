package org.sweetspot.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The keys and values of a sorted table (SSTable) as LevelDB and TensorFlow write it: blocks of
 * entries, each stored as it is or packed with Snappy and followed by its checksum, an index of the
 * blocks, a footer of 48 bytes. Checksums are compared.
 *
 * <p>Source: doc/table_format.md of the project leveldb.
 */
final class SortedTable {
  private static final int FOOTER = 48;
  private static final int TRAILER = 5;
  private static final long MAGIC = 0xdb4775248b80fb57L;
  private static final int MOST_BYTES = 1 << 28;
  private static final String DAMAGED = "the file is cut off or damaged: write or copy it anew";

  private final String place;
  private final FileChannel channel;
  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private long unpacked;

  private SortedTable(String place, FileChannel channel) {
    this.place = place;
    this.channel = channel;
  }

  /** Whether a file ends as a table does. */
  static boolean fits(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() < FOOTER) {
        return false;
      }
      ByteBuffer magic = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      channel.read(magic, channel.size() - Long.BYTES);
      return magic.position() == Long.BYTES && magic.getLong(0) == MAGIC;
    }
  }

  /**
   * All entries in order; keys with one character a byte.
   *
   * @throws FormatException if the file isn't one
   */
  static Map<String, byte[]> entries(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      SortedTable table = new SortedTable(file.toString(), channel);
      table.read();
      return table.entries;
    }
  }

  private void read() throws IOException {
    if (channel.size() < FOOTER) {
      throw wrong("a footer of " + FOOTER + " bytes", channel.size() + " bytes");
    }
    ByteBuffer footer = ByteBuffer.wrap(stretch(channel.size() - FOOTER, FOOTER));
    if (footer.order(ByteOrder.LITTLE_ENDIAN).getLong(FOOTER - Long.BYTES) != MAGIC) {
      throw wrong("the table's magic number at the end", "another");
    }
    varint(footer);
    varint(footer);
    Map<String, byte[]> blocks = new LinkedHashMap<>();
    block(varint(footer), varint(footer), blocks);
    for (byte[] handle : blocks.values()) {
      ByteBuffer place = ByteBuffer.wrap(handle);
      block(varint(place), varint(place), entries);
    }
  }

  private void block(long offset, long length, Map<String, byte[]> target) throws IOException {
    if (offset < 0 || length < 0 || length > MOST_BYTES || offset > channel.size()) {
      throw wrong("blocks within the file", "one at " + offset + " of " + length + " bytes");
    }
    byte[] stored = stretch(offset, (int) length + TRAILER);
    ByteBuffer trailer =
        ByteBuffer.wrap(stored, (int) length + 1, Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    if (trailer.getInt() != masked(stored, (int) length + 1)) {
      throw wrong("blocks with the checksum that follows them", "another checksum");
    }
    byte[] contents = Arrays.copyOf(stored, (int) length);
    switch (stored[(int) length]) {
      case 0 -> {}
      case 1 -> contents = Snappy.unpacked(place, contents, MOST_BYTES);
      default -> throw wrong("blocks as they are or packed with Snappy", "another packing");
    }
    unpacked += contents.length;
    if (unpacked > MOST_BYTES) {
      throw wrong("at most " + MOST_BYTES + " bytes of names", "more");
    }
    parse(contents, target);
  }

  /** CRC-32C, turned and shifted so that checksums of checksums differ. */
  static int masked(byte[] bytes, int count) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, count);
    int value = (int) crc.getValue();
    return Integer.rotateRight(value, 15) + 0xa282ead8;
  }

  private void parse(byte[] contents, Map<String, byte[]> target) throws FormatException {
    ByteBuffer block = ByteBuffer.wrap(contents).order(ByteOrder.LITTLE_ENDIAN);
    if (contents.length < Integer.BYTES) {
      throw wrong("blocks of at least four bytes", contents.length + "");
    }
    long restarts = block.getInt(contents.length - Integer.BYTES) & 0xffffffffL;
    long end = contents.length - (restarts + 1) * Integer.BYTES;
    if (end < 0) {
      throw wrong("a list of restarts within the block", restarts + "");
    }
    String key = "";
    while (block.position() < end) {
      long shared = varint(block);
      long fresh = varint(block);
      long size = varint(block);
      if (shared < 0
          || shared > key.length()
          || fresh < 0
          || size < 0
          || fresh > end - block.position()
          || size > end - block.position() - fresh) {
        throw wrong("entries within their block", "longer ones");
      }
      byte[] rest = new byte[(int) fresh];
      block.get(rest);
      key = key.substring(0, (int) shared) + new String(rest, StandardCharsets.ISO_8859_1);
      byte[] value = new byte[(int) size];
      block.get(value);
      // Shared beginnings let few bytes spell long keys.
      unpacked += key.length();
      if (unpacked > MOST_BYTES || target.put(key, value) != null) {
        throw wrong("each key once, within " + MOST_BYTES + " bytes", "more");
      }
    }
  }

  private long varint(ByteBuffer input) throws FormatException {
    long value = 0;
    for (int shift = 0; shift < 63 && input.hasRemaining(); shift += 7) {
      byte octet = input.get();
      value |= (octet & 0x7fL) << shift;
      if (octet >= 0) {
        return value;
      }
    }
    throw wrong("whole numbers of at most nine bytes", "longer ones, or the end");
  }

  private byte[] stretch(long offset, int length) throws IOException {
    if (length > channel.size() - offset) {
      throw wrong("blocks within " + channel.size() + " bytes", "one that ends later");
    }
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, offset + bytes.position()) < 0) {
        throw wrong("a file that stays as it is", "one that became shorter");
      }
    }
    return bytes.array();
  }

  private FormatException wrong(String expected, String got) {
    return new FormatException(place, expected, got, DAMAGED);
  }
}
