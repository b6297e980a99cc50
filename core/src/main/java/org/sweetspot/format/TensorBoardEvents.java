package org.sweetspot.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SortedMap;
import java.util.zip.CRC32C;

/**
 * Writes scalars as TensorBoard shows them: an event file of framed protocol buffers.
 *
 * <p>A frame is the length (8 bytes), its masked CRC-32C (4), the event, its masked CRC-32C (4),
 * all little-endian. An event carries wall time, step, and either the file version or a summary of
 * tagged single-precision numbers. A file can be taken up again at a position that {@link #flush}
 * returned; what came after is cut off.
 */
public final class TensorBoardEvents implements AutoCloseable {
  private static final int MASK = 0xa282ead8;
  private static final int FRAME = Long.BYTES + Integer.BYTES;
  // Field numbers and wire types of tensorflow.Event, .Summary and .Summary.Value.
  private static final int EVENT_WALL_TIME = 1 << 3 | 1;
  private static final int EVENT_STEP = 2 << 3;
  private static final int EVENT_VERSION = 3 << 3 | 2;
  private static final int EVENT_SUMMARY = 5 << 3 | 2;
  private static final int SUMMARY_VALUE = 1 << 3 | 2;
  private static final int VALUE_TAG = 1 << 3 | 2;
  private static final int VALUE_SIMPLE = 2 << 3 | 5;

  private final FileChannel channel;
  private ByteBuffer pending = ByteBuffer.allocate(1 << 14).order(ByteOrder.LITTLE_ENDIAN);

  private TensorBoardEvents(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Begins a file, replacing any. Its name must contain "tfevents" for TensorBoard to see it.
   *
   * @param wallTime seconds since 1970
   */
  public static TensorBoardEvents create(Path file, double wallTime) throws IOException {
    TensorBoardEvents events = resume(file, 0);
    byte[] version = "brain.Event:2".getBytes(StandardCharsets.UTF_8);
    ByteBuffer event = message(32).put((byte) EVENT_WALL_TIME).putDouble(wallTime);
    bytes(event.put((byte) EVENT_VERSION), version);
    events.frame(event.flip());
    return events;
  }

  /** Goes on with a file, cut off at a position. */
  public static TensorBoardEvents resume(Path file, long position) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.size() < position) {
      long size = channel.size();
      channel.close();
      throw new FormatException(
          file.toString(),
          "at least " + position + " bytes",
          size + " bytes",
          "delete the file; it is no longer the one that was left");
    }
    channel.truncate(position).position(position);
    return new TensorBoardEvents(channel);
  }

  /**
   * Adds numbers of one step; kept in memory until {@link #flush}.
   *
   * @param wallTime seconds since 1970
   * @param scalars by tag; a slash in a tag makes a section
   */
  public void add(double wallTime, long step, SortedMap<String, Double> scalars)
      throws IOException {
    ByteBuffer summary =
        message(scalars.keySet().stream().mapToInt(tag -> 64 + 4 * tag.length()).sum());
    scalars.forEach(
        (tag, number) -> {
          byte[] name = tag.getBytes(StandardCharsets.UTF_8);
          ByteBuffer value = message(16 + name.length);
          bytes(value.put((byte) VALUE_TAG), name);
          value.put((byte) VALUE_SIMPLE).putFloat(number.floatValue());
          bytes(summary.put((byte) SUMMARY_VALUE), slice(value));
        });
    byte[] body = slice(summary);
    ByteBuffer event = message(48 + body.length).put((byte) EVENT_WALL_TIME).putDouble(wallTime);
    varint(event.put((byte) EVENT_STEP), step);
    bytes(event.put((byte) EVENT_SUMMARY), body);
    frame(event.flip());
  }

  /** Hands everything to the file system, and returns the position reached. */
  public long flush() throws IOException {
    pending.flip();
    while (pending.hasRemaining()) {
      channel.write(pending);
    }
    pending.clear();
    return channel.position();
  }

  /** Flushes, and waits until it is on the disk. */
  public long force() throws IOException {
    long position = flush();
    channel.force(false);
    return position;
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      flush();
    }
  }

  private void frame(ByteBuffer event) throws IOException {
    int size = event.remaining();
    if (pending.remaining() < size + FRAME + Integer.BYTES) {
      flush();
    }
    if (pending.remaining() < size + FRAME + Integer.BYTES) {
      pending = message(2 * (size + FRAME + Integer.BYTES));
    }
    int start = pending.position();
    pending.putLong(size);
    pending.putInt(maskedCrc(pending.slice(start, Long.BYTES)));
    pending.put(event.duplicate());
    pending.putInt(maskedCrc(event));
  }

  /** CRC-32C, rotated and shifted, so that a checksum of checksums stays useful. */
  static int maskedCrc(ByteBuffer data) {
    CRC32C crc = new CRC32C();
    crc.update(data.duplicate());
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
  }

  private static ByteBuffer message(int capacity) {
    return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] slice(ByteBuffer message) {
    byte[] content = new byte[message.position()];
    message.get(0, content);
    return content;
  }

  private static void bytes(ByteBuffer target, byte[] content) {
    varint(target, content.length);
    target.put(content);
  }

  private static void varint(ByteBuffer target, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      target.put((byte) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    target.put((byte) rest);
  }
}
