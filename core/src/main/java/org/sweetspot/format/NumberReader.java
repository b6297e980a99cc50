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
    int[] done = {0};
    stream(
        place,
        input,
        type,
        order,
        count,
        (part, length) -> {
          System.arraycopy(part, 0, values, done[0], length);
          done[0] += length;
        });
    return values;
  }

  /** Reads so many numbers and hands them on piece by piece. */
  static void stream(
      String place,
      InputStream input,
      NumberType type,
      ByteOrder order,
      long count,
      StoredTensor.Piece target)
      throws IOException {
    int width = type.bytes();
    int most = (int) Math.min(CHUNK, Math.max(1, count));
    byte[] bytes = new byte[most * width];
    double[] numbers = new double[most];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
    try {
      long done = 0;
      while (done < count) {
        int part = (int) Math.min(most, count - done);
        if (input.readNBytes(bytes, 0, part * width) < part * width) {
          throw new EOFException("the end after " + done + " numbers");
        }
        if (type == NumberType.F32) {
          // Most files hold these; a loop that asks for the type each time takes ten times as long.
          for (int i = 0; i < part; i++) {
            numbers[i] = buffer.getFloat(4 * i);
          }
        } else {
          for (int i = 0; i < part; i++) {
            numbers[i] = type.get(buffer, i * width);
          }
        }
        target.take(numbers, part);
        done += part;
      }
    } catch (EOFException | ZipException broken) {
      throw new FormatException(
          place, count + " numbers", String.valueOf(broken.getMessage()), DAMAGED);
    }
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
