package org.sweetspot.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.ZipException;

/** Reads numbers one after another, with little memory besides the result. */
final class NumberReader {
  private static final int CHUNK = 1 << 16;
  private static final int LARGEST = Integer.MAX_VALUE - 15;
  private static final String DAMAGED = "the file is cut off or damaged: write or copy it anew";

  private NumberReader() {}

  /**
   * Reads so many numbers.
   *
   * @param place what messages call them
   */
  static double[] read(
      String place, InputStream input, NumberType type, ByteOrder order, long count)
      throws IOException {
    double[] values = allocate(place, count);
    int width = type.bytes();
    byte[] bytes = new byte[(int) Math.min((long) CHUNK * width, Math.max(1, count) * width)];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
    try {
      int done = 0;
      while (done < values.length) {
        int part = Math.min(bytes.length / width, values.length - done);
        if (input.readNBytes(bytes, 0, part * width) < part * width) {
          throw new EOFException("the end after " + done + " numbers");
        }
        for (int i = 0; i < part; i++) {
          values[done + i] = type.get(buffer, i * width);
        }
        done += part;
      }
    } catch (EOFException | ZipException broken) {
      throw new FormatException(
          place, count + " numbers", String.valueOf(broken.getMessage()), DAMAGED);
    }
    return values;
  }

  /** Room for so many numbers, or a message. */
  static double[] allocate(String place, long count) throws FormatException {
    if (count > LARGEST) {
      throw new FormatException(
          place, "at most " + LARGEST + " numbers", count + " numbers", "split the tensor");
    }
    try {
      return new double[(int) count];
    } catch (OutOfMemoryError none) {
      throw new FormatException(
          place,
          "memory for " + count + " numbers",
          String.valueOf(none.getMessage()),
          "start Java with a larger -Xmx");
    }
  }

  /** The product of extents that are not negative, or a message. */
  static long count(String place, List<Long> shape) throws FormatException {
    long count = 1;
    for (long extent : shape) {
      if (extent < 0 || (extent > 0 && count > Long.MAX_VALUE / 16 / extent)) {
        throw new FormatException(
            place + ", shape", "extents that fit a file", shape + "", DAMAGED);
      }
      count *= extent;
    }
    return count;
  }
}
