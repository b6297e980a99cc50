package org.sweetspot.format;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Fields of a protocol-buffer message within a file or in memory, one after another; of a file a
 * window is in memory. Fields that nobody asks for are skipped without being read.
 */
final class WireReader {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int BYTES = 2;
  static final int FIXED32 = 5;
  private static final int WINDOW = 1 << 16;

  private final String place;
  private final @Nullable FileChannel channel;
  private final ByteBuffer window;
  private long windowStart;
  private long position;
  private long end;
  private int field;
  private int wire;
  private long valueEnd;

  WireReader(String place, FileChannel channel) throws IOException {
    this.place = place;
    this.channel = channel;
    window = ByteBuffer.allocate(WINDOW).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    within(0, channel.size());
  }

  /** Of a message in memory. */
  WireReader(String place, byte[] message) {
    this.place = place;
    this.channel = null;
    window = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    within(0, message.length);
  }

  /** From now on the fields of the message between these bytes of the file. */
  void within(long from, long to) {
    position = from;
    valueEnd = from;
    end = to;
  }

  /** Goes to the next field, if there is one. */
  boolean next() throws IOException {
    position = valueEnd;
    if (position >= end) {
      return false;
    }
    long tag = varint();
    field = (int) (tag >>> 3);
    wire = (int) (tag & 7);
    long length =
        switch (wire) {
          case VARINT -> -1;
          case FIXED64 -> 8;
          case FIXED32 -> 4;
          case BYTES -> varint();
          default -> throw wrong("a wire type 0, 1, 2 or 5", "type " + wire);
        };
    if (tag >>> 3 == 0 || tag >>> 3 > 1 << 29) {
      throw wrong("a field number", Long.toUnsignedString(tag >>> 3));
    }
    if (wire == VARINT) {
      long start = position;
      varint();
      valueEnd = position;
      position = start;
    } else {
      if (length < 0 || length > end - position) {
        throw wrong(
            "at most " + (end - position) + " more bytes",
            "a length of " + Long.toUnsignedString(length));
      }
      valueEnd = position + length;
    }
    return true;
  }

  int field() {
    return field;
  }

  int wire() {
    return wire;
  }

  /** Where the field's value begins in the file. */
  long start() {
    return position;
  }

  /** Where the field's value ends in the file. */
  long end() {
    return valueEnd;
  }

  /** The value of a field of whole numbers. */
  long number() throws IOException {
    if (wire != VARINT) {
      throw wrong("a whole number in field " + field, "wire type " + wire);
    }
    long start = position;
    long value = varint();
    position = start;
    return value;
  }

  /** The value of a text field. */
  String text(int most) throws IOException {
    long length = valueEnd - position;
    if (wire != BYTES || length > most) {
      throw wrong(
          "a text of at most " + most + " bytes in field " + field,
          "wire type " + wire + " and " + length + " bytes");
    }
    byte[] bytes = new byte[(int) length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = octet(position + i);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The value of a field of four bytes. */
  int fixed32() throws IOException {
    if (wire != FIXED32) {
      throw wrong("four bytes in field " + field, "wire type " + wire);
    }
    int value = 0;
    for (int i = 0; i < 4; i++) {
      value |= (octet(position + i) & 0xff) << (8 * i);
    }
    return value;
  }

  /** One whole number at the position, which moves on. */
  long varint() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (position >= end) {
        throw wrong("the rest of a number", "the end of its message");
      }
      byte octet = octet(position++);
      value |= (octet & 0x7fL) << shift;
      if (octet >= 0) {
        return value;
      }
    }
    throw wrong("a number of at most ten bytes", "more");
  }

  private byte octet(long at) throws IOException {
    if (channel != null && (at < windowStart || at >= windowStart + window.limit())) {
      window.clear();
      windowStart = at;
      while (window.hasRemaining()) {
        if (channel.read(window, at + window.position()) < 0) {
          break;
        }
      }
      window.flip();
      if (!window.hasRemaining()) {
        throw new EOFException("the file became shorter while it was read");
      }
    }
    return window.get((int) (at - windowStart));
  }

  FormatException wrong(String expected, String got) {
    return new FormatException(
        place + ", byte " + position,
        expected,
        got,
        "the file is cut off, damaged or of another kind: write or copy it anew");
  }
}
