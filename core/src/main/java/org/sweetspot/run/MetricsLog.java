package org.sweetspot.run;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A file of one JSON object a line, which can be cut off at a position and gone on with. */
final class MetricsLog implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final FileChannel channel;
  private ByteBuffer pending = ByteBuffer.allocate(1 << 16);

  private final CRC32C crc;

  private MetricsLog(FileChannel channel, CRC32C crc) {
    this.channel = channel;
    this.crc = crc;
  }

  /** Of the first so many bytes; where there are fewer, words that say so. */
  static String checksum(Path file, long bytes) throws IOException {
    long size = Files.exists(file) ? Files.size(file) : 0;
    return size < bytes ? "only " + size + " bytes" : hexadecimal(crc(file, bytes));
  }

  private static CRC32C crc(Path file, long bytes) throws IOException {
    CRC32C crc = new CRC32C();
    if (bytes > 0) {
      byte[] piece = new byte[1 << 16];
      try (InputStream input = Files.newInputStream(file)) {
        long left = bytes;
        while (left > 0) {
          int read = input.read(piece, 0, (int) Math.min(left, piece.length));
          if (read < 0) {
            throw new EOFException("the end after " + (bytes - left) + " bytes");
          }
          crc.update(piece, 0, read);
          left -= read;
        }
      }
    }
    return crc;
  }

  private static String hexadecimal(CRC32C crc) {
    return Long.toHexString(crc.getValue());
  }

  /** Opens the file, empty where the position is 0. */
  static MetricsLog open(Path file, long position) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    long size = channel.size();
    if (size < position) {
      channel.close();
      throw new IOException("only " + size + " of the " + position + " bytes at the checkpoint");
    }
    if (size > position) {
      channel.truncate(position);
    }
    channel.position(position);
    return new MetricsLog(channel, crc(file, position));
  }

  void add(JsonNode object) throws IOException {
    byte[] line = (JSON.writeValueAsString(object) + "\n").getBytes(StandardCharsets.UTF_8);
    if (pending.remaining() < line.length) {
      flush();
    }
    if (pending.remaining() < line.length) {
      pending = ByteBuffer.allocate(2 * line.length);
    }
    pending.put(line);
  }

  /** Hands everything to the file system, and returns the position reached. */
  long flush() throws IOException {
    pending.flip();
    crc.update(pending.duplicate());
    while (pending.hasRemaining()) {
      channel.write(pending);
    }
    pending.clear();
    return channel.position();
  }

  /** Flushes, and waits until it is on the disk. */
  long force() throws IOException {
    long position = flush();
    channel.force(false);
    return position;
  }

  /** Of all bytes up to the position that was reached last. */
  String checksum() {
    return hexadecimal(crc);
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      flush();
    }
  }
}
