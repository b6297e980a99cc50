package org.sweetspot.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipException;

/** The texts of one NumPy array of type U (code points) or S (bytes, taken for UTF-8). */
final class NpyText {
  private static final int MOST = 1 << 24;

  private NpyText() {}

  /**
   * All texts in the order of the file, which must be C order where there is more than one axis.
   */
  static List<String> read(String name, InputStream input, NpyHeader header) throws IOException {
    if (header.count() > MOST || (header.fortran() && header.shape().size() > 1)) {
      throw new FormatException(
          name,
          "at most " + MOST + " texts in C order",
          header.count() + " texts",
          "write it with numpy.ascontiguousarray, or number the classes 0, 1, 2 and so on");
    }
    int width = header.type().bytes();
    List<String> texts = new ArrayList<>();
    try {
      for (long i = 0; i < header.count(); i++) {
        byte[] bytes = input.readNBytes(width);
        if (bytes.length < width) {
          throw new EOFException("the data end after " + i + " texts");
        }
        texts.add(header.type().kind() == 'U' ? points(bytes, header) : utf(bytes));
      }
      if (input.read() >= 0) {
        throw new FormatException(
            name, "no bytes after the last text", "more", "write or copy the file anew");
      }
    } catch (EOFException | ZipException broken) {
      throw new FormatException(
          name,
          "intact data",
          String.valueOf(broken.getMessage()),
          "the file is cut off or damaged: write or copy it anew");
    }
    return texts;
  }

  private static String points(byte[] bytes, NpyHeader header) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(header.type().order());
    StringBuilder text = new StringBuilder();
    while (buffer.remaining() >= Integer.BYTES) {
      int point = buffer.getInt();
      if (point == 0) {
        break;
      }
      text.appendCodePoint(Character.isValidCodePoint(point) ? point : 0xfffd);
    }
    return text.toString();
  }

  private static String utf(byte[] bytes) {
    int length = bytes.length;
    while (length > 0 && bytes[length - 1] == 0) {
      length--;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
