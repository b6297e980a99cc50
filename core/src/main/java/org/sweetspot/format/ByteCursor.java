package org.sweetspot.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/** Numbers and texts of a file one after another; a window of the file is in memory. */
final class ByteCursor {
  private static final int WINDOW = 1 << 16;

  private final String place;
  private final String remedy;
  private final FileChannel channel;
  private final long size;
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW);
  private long windowStart;
  private long position;

  /**
   * At the file's first byte, little-endian.
   *
   * @param place what messages call the file
   * @param remedy what they advise
   */
  ByteCursor(String place, String remedy, FileChannel channel) throws IOException {
    this.place = place;
    this.remedy = remedy;
    this.channel = channel;
    this.size = channel.size();
    window.order(ByteOrder.LITTLE_ENDIAN).limit(0);
  }

  void order(ByteOrder order) {
    window.order(order);
  }

  ByteOrder order() {
    return window.order();
  }

  long position() {
    return position;
  }

  long remaining() {
    return size - position;
  }

  /** Skips so many bytes, which must be there. */
  void skip(long count) throws IOException {
    if (count < 0 || count > remaining()) {
      throw wrong(
          "at most " + remaining() + " more bytes", Long.toUnsignedString(count) + " to skip");
    }
    position += count;
  }

  int octet() throws IOException {
    return window.get(at(1)) & 0xff;
  }

  int sixteen() throws IOException {
    return window.getShort(at(2)) & 0xffff;
  }

  int thirtyTwo() throws IOException {
    return window.getInt(at(4));
  }

  long sixtyFour() throws IOException {
    return window.getLong(at(8));
  }

  /** So many bytes, which must be there, and at most so many. */
  byte[] bytes(long count, int most) throws IOException {
    if (count < 0 || count > most || count > remaining()) {
      throw wrong(
          "at most " + Math.min(most, remaining()) + " bytes",
          Long.toUnsignedString(count) + " bytes");
    }
    byte[] bytes = new byte[(int) count];
    int done = 0;
    while (done < bytes.length) {
      int part = Math.min(WINDOW, bytes.length - done);
      window.get(at(part), bytes, done, part);
      done += part;
    }
    return bytes;
  }

  String text(long count, int most) throws IOException {
    return new String(bytes(count, most), StandardCharsets.UTF_8);
  }

  /** Where the next bytes stand in the window; moves behind them. */
  private int at(int count) throws IOException {
    if (count > remaining()) {
      throw wrong("at least " + count + " more bytes", "the end of the file");
    }
    if (position < windowStart || position + count > windowStart + window.limit()) {
      window.clear();
      windowStart = position;
      while (window.hasRemaining()) {
        if (channel.read(window, position + window.position()) < 0) {
          break;
        }
      }
      window.flip();
      if (window.limit() < count) {
        throw wrong("a file that stays as it is", "one that became shorter");
      }
    }
    int at = (int) (position - windowStart);
    position += count;
    return at;
  }

  FormatException wrong(String expected, String got) {
    return new FormatException(place + ", byte " + position, expected, got, remedy);
  }
}
