package org.sweetspot.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Unpacks a block of Snappy: the length as a varint, then literals and copies of what came before.
 *
 * <p>Source: format_description.txt of the project snappy.
 */
final class Snappy {
  private Snappy() {}

  /**
   * The bytes of a block.
   *
   * @param most what a block may hold
   * @throws FormatException if the block is damaged
   */
  static byte[] unpacked(String place, byte[] packed, int most) throws FormatException {
    ByteBuffer input = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
    try {
      long length = 0;
      int octet;
      int shift = 0;
      do {
        octet = input.get() & 0xff;
        length |= (long) (octet & 0x7f) << shift;
        shift += 7;
      } while (octet >= 0x80 && shift <= 28);
      if (length > most) {
        throw damaged(place, "at most " + most + " bytes", length + "");
      }
      byte[] result = new byte[(int) length];
      int done = 0;
      while (input.hasRemaining()) {
        done = element(input, result, done);
      }
      if (done != result.length) {
        throw damaged(place, result.length + " bytes", done + "");
      }
      return result;
    } catch (IndexOutOfBoundsException | java.nio.BufferUnderflowException broken) {
      throw damaged(place, "an intact block", "lengths that leave it");
    }
  }

  private static int element(ByteBuffer input, byte[] result, int done) {
    int tag = input.get() & 0xff;
    int kind = tag & 3;
    if (kind == 0) {
      int length = (tag >> 2) + 1;
      if (length > 60) {
        int bytes = length - 60;
        length = 1;
        for (int i = 0; i < bytes; i++) {
          length += (input.get() & 0xff) << (8 * i);
        }
      }
      input.get(result, done, length);
      return done + length;
    }
    int length = kind == 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    int back =
        switch (kind) {
          case 1 -> ((tag >> 5) << 8) | (input.get() & 0xff);
          case 2 -> input.getShort() & 0xffff;
          default -> input.getInt();
        };
    if (back <= 0 || back > done) {
      throw new IndexOutOfBoundsException();
    }
    // Byte by byte: a copy may overlap what it makes.
    for (int i = 0; i < length; i++) {
      result[done + i] = result[done + i - back];
    }
    return done + length;
  }

  private static FormatException damaged(String place, String expected, String got) {
    return new FormatException(
        place + ", Snappy block", expected, got, "the file is damaged: write or copy it anew");
  }
}
