package org.sweetspot.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands before the numbers of an npy file (NumPy's format, versions 1 to 3).
 *
 * @param type of the numbers
 * @param fortran whether the first axis runs fastest
 * @param shape lengths of the axes
 * @param length bytes of the header, magic string included
 */
public record NpyHeader(NpyType type, boolean fortran, List<Integer> shape, int length) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST = 1 << 16;
  private static final Pattern DICTIONARY =
      Pattern.compile(
          "\\{\\s*'descr':\\s*(?<type>'[^']{0,99}'|\\[.*\\])\\s*,"
              + "\\s*'fortran_order':\\s*(?<fortran>True|False)\\s*,"
              + "\\s*'shape':\\s*\\((?<shape>[0-9, ]*)\\)\\s*,?\\s*\\}\\s*");

  /** Keeps the shape. */
  public NpyHeader {
    shape = List.copyOf(shape);
  }

  /** Number of numbers. */
  public long count() {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /**
   * Reads a header.
   *
   * @param name what messages call the array
   * @param available the most bytes that header and numbers can have
   */
  static NpyHeader read(String name, InputStream input, long available) throws IOException {
    return read(name, input, available, NpyType::parse);
  }

  /** The same of an array of numbers or of texts. */
  static NpyHeader readAny(String name, InputStream input, long available) throws IOException {
    return read(name, input, available, NpyType::parseText);
  }

  /** How a type is read. */
  @FunctionalInterface
  private interface Types {
    NpyType parse(String name, String text) throws FormatException;
  }

  private static NpyHeader read(String name, InputStream input, long available, Types types)
      throws IOException {
    byte[] start = input.readNBytes(MAGIC.length + 2);
    if (start.length < MAGIC.length + 2 || !Arrays.equals(Arrays.copyOf(start, 6), MAGIC)) {
      throw new FormatException(
          name, "NumPy's magic string \\x93NUMPY", "other bytes", "write it with numpy.save");
    }
    int version = start[MAGIC.length];
    if (version < 1 || version > 3) {
      throw new FormatException(
          name, "version 1, 2 or 3 of the format", "version " + version, "write it anew");
    }
    byte[] length = input.readNBytes(version == 1 ? 2 : 4);
    if (length.length < (version == 1 ? 2 : 4)) {
      throw cut(name);
    }
    ByteBuffer number = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN);
    long size = version == 1 ? number.getShort() & 0xffff : number.getInt() & 0xffffffffL;
    if (size > LONGEST || size > available) {
      throw new FormatException(
          name + ", header", "at most " + LONGEST + " bytes", size + " bytes", "write it anew");
    }
    byte[] text = input.readNBytes((int) size);
    if (text.length < size) {
      throw cut(name);
    }
    int before = MAGIC.length + 2 + length.length + text.length;
    NpyHeader header = parse(name, new String(text, StandardCharsets.UTF_8), before, types);
    header.check(name, available);
    return header;
  }

  private static NpyHeader parse(String name, String text, int before, Types types)
      throws FormatException {
    Matcher parts = DICTIONARY.matcher(text);
    if (!parts.matches()) {
      throw new FormatException(
          name + ", header",
          "a dictionary with descr, fortran_order and shape",
          printable(text),
          "write the file anew with numpy.save or numpy.savez");
    }
    List<Integer> shape = new ArrayList<>();
    for (String part : parts.group("shape").split(",", -1)) {
      String digits = part.strip();
      if (digits.isEmpty()) {
        continue; // After the last comma, and in the empty shape of a single number.
      }
      if (!digits.matches("[0-9]{1,9}")) {
        throw new FormatException(
            name + ", shape", "axes of at most 999999999", printable(digits), "split the array");
      }
      shape.add(Integer.parseInt(digits));
    }
    NpyType type = types.parse(name, printable(parts.group("type")));
    return new NpyHeader(type, parts.group("fortran").equals("True"), shape, before);
  }

  /** Refuses a shape that the bytes at hand can't hold. */
  private void check(String name, long available) throws FormatException {
    long most = Math.max(0, available - length) / type.bytes();
    long count = 1;
    for (int axis : shape) {
      if (axis > 0 && count > most / axis) {
        throw new FormatException(
            name + ", shape " + shape,
            "at most the " + most + " numbers that the file can hold",
            "more",
            "the file is cut off or damaged: write or copy it anew");
      }
      count *= axis;
    }
  }

  private static FormatException cut(String name) {
    return new FormatException(
        name + ", header", "a whole header", "the end of the file", "write or copy it anew");
  }

  private static String printable(String text) {
    String shown = text.strip().replaceAll("[^\\x20-\\x7e]", "?");
    return shown.length() <= 100 ? shown : shown.substring(0, 100) + "...";
  }
}
