package org.sweetspot.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An initializer of an ONNX model: its numbers are a stretch of bytes in the model, a stretch of
 * another file in the same folder, or whole numbers of varying length.
 */
record OnnxTensor(Path file, Header header, NumberType type, Path source, long from, long count)
    implements StoredTensor {
  private static final int LONGEST_NAME = 1 << 12;
  private static final int MOST_AXES = 64;
  private static final String DAMAGED = "the file is damaged: write or copy it anew";
  private static final Map<Integer, NumberType> TYPES =
      Map.ofEntries(
          Map.entry(1, NumberType.F32),
          Map.entry(2, NumberType.U8),
          Map.entry(3, NumberType.I8),
          Map.entry(4, NumberType.U16),
          Map.entry(5, NumberType.I16),
          Map.entry(6, NumberType.I32),
          Map.entry(7, NumberType.I64),
          Map.entry(9, NumberType.BOOL),
          Map.entry(10, NumberType.F16),
          Map.entry(11, NumberType.F64),
          Map.entry(12, NumberType.U32),
          Map.entry(13, NumberType.U64),
          Map.entry(16, NumberType.BF16),
          Map.entry(17, NumberType.F8_E4M3),
          Map.entry(19, NumberType.F8_E5M2));

  /**
   * What a TensorProto says before its numbers.
   *
   * @param code its number for the type of numbers
   * @param from first byte of the numbers in the model
   * @param to byte after the last
   * @param field that holds the numbers, or 0
   * @param external key and value pairs of external data
   */
  record Header(
      String name,
      int code,
      List<Long> shape,
      int field,
      long from,
      long to,
      Map<String, String> external) {
    private static final int FLOATS = 4;
    private static final int INTEGERS = 5;
    private static final int LONGS = 7;
    private static final int RAW = 9;
    private static final int DOUBLES = 10;
    private static final int UNSIGNED = 11;

    Header {
      shape = List.copyOf(shape);
      external = Map.copyOf(external);
    }

    Optional<NumberType> type() {
      return Optional.ofNullable(TYPES.get(code));
    }

    static Header read(WireReader reader, long[] message) throws IOException {
      String name = "";
      int code = 0;
      List<Long> shape = new ArrayList<>();
      List<long[]> pairs = new ArrayList<>();
      int field = 0;
      long from = 0;
      long to = 0;
      reader.within(message[0], message[1]);
      while (reader.next()) {
        switch (reader.field()) {
          case 1 -> dimensions(reader, message[1], shape);
          case 2 -> code = (int) reader.number();
          case 8 -> name = reader.text(LONGEST_NAME);
          case FLOATS, INTEGERS, LONGS, RAW, DOUBLES, UNSIGNED -> {
            if (reader.wire() != WireReader.BYTES) {
              throw reader.wrong("packed numbers in field " + reader.field(), "single ones");
            }
            field = reader.field();
            from = reader.start();
            to = reader.end();
          }
          case 13 -> pairs.add(new long[] {reader.start(), reader.end()});
          default -> {}
        }
        if (shape.size() > MOST_AXES || pairs.size() > MOST_AXES) {
          throw reader.wrong("at most " + MOST_AXES + " axes", "more");
        }
      }
      Map<String, String> external = new HashMap<>();
      for (long[] pair : pairs) {
        pair(reader, pair, external);
      }
      return new Header(name, code, shape, field, from, to, external);
    }

    /** The same tensor under another name. */
    Header named(String other) {
      return new Header(other, code, shape, field, from, to, external);
    }

    /** Why the numbers aren't read. */
    String unreadType() {
      return switch (code) {
        case 8 -> "texts";
        case 14, 15 -> "complex numbers";
        case 21, 22 -> "numbers of 4 bits, packed, which aren't read";
        case 23 -> "numbers of type float4, which aren't read";
        default -> "numbers of ONNX type " + code + ", which aren't read";
      };
    }

    /** Appends whole numbers, packed or one by one. */
    static void dimensions(WireReader reader, long messageEnd, List<Long> shape)
        throws IOException {
      if (reader.wire() == WireReader.VARINT) {
        shape.add(reader.number());
        return;
      }
      long end = reader.end();
      reader.within(reader.start(), end);
      while (reader.start() < end && shape.size() <= MOST_AXES) {
        shape.add(reader.varint());
      }
      reader.within(end, messageEnd);
    }

    private static void pair(WireReader reader, long[] message, Map<String, String> external)
        throws IOException {
      String key = "";
      String value = "";
      reader.within(message[0], message[1]);
      while (reader.next()) {
        if (reader.field() == 1) {
          key = reader.text(LONGEST_NAME);
        } else if (reader.field() == 2) {
          value = reader.text(LONGEST_NAME);
        }
      }
      external.put(key, value);
    }
  }

  /** Checks that the numbers are where the header says, and as many as its shape. */
  static OnnxTensor of(Path file, Header header) throws IOException {
    String place = file + ", initializer " + header.name;
    NumberType type = header.type().orElseThrow();
    long count = NumberReader.count(place, header.shape);
    if (!header.external.isEmpty()) {
      return external(file, place, header, type, count);
    }
    long bytes = header.to - header.from;
    long width =
        switch (header.field) {
          case Header.RAW, Header.FLOATS, Header.DOUBLES -> type.bytes();
          default -> 1; // Whole numbers take at least one byte each.
        };
    boolean fits =
        switch (header.field) {
          case 0 -> count == 0;
          case Header.RAW -> bytes == count * width;
          case Header.FLOATS -> type == NumberType.F32 && bytes == count * width;
          case Header.DOUBLES -> type == NumberType.F64 && bytes == count * width;
          default -> type != NumberType.F32 && type != NumberType.F64 && bytes >= count;
        };
    if (!fits) {
      throw new FormatException(
          place,
          "numbers of type " + type + " for the shape " + header.shape,
          bytes + " bytes in field " + header.field,
          DAMAGED);
    }
    return new OnnxTensor(file, header, type, file, header.from, count);
  }

  private static OnnxTensor external(
      Path file, String place, Header header, NumberType type, long count) throws IOException {
    String location = header.external.getOrDefault("location", "");
    Path source = FolderMate.of(file, place + ", external data", location);
    long offset = whole(place, header.external.getOrDefault("offset", "0"));
    long bytes = count * type.bytes();
    long length = whole(place, header.external.getOrDefault("length", Long.toString(bytes)));
    long size = Files.size(source);
    if (length != bytes || offset > size || bytes > size - offset) {
      throw new FormatException(
          place + ", external data",
          bytes + " bytes within the " + size + " of " + location,
          length + " bytes from byte " + offset,
          DAMAGED);
    }
    return new OnnxTensor(file, header, type, source, offset, count);
  }

  private static long whole(String place, String text) throws FormatException {
    if (!text.matches("[0-9]{1,18}")) {
      throw new FormatException(
          place + ", external data", "whole numbers as offset and length", text, DAMAGED);
    }
    return Long.parseLong(text);
  }

  @Override
  public String name() {
    return header.name;
  }

  @Override
  public List<Long> shape() {
    return header.shape;
  }

  @Override
  public double[] read() throws IOException {
    String place = file + ", initializer " + name();
    if (count == 0) {
      return new double[0];
    }
    try (FileChannel channel = FileChannel.open(source, StandardOpenOption.READ)) {
      boolean varying =
          header.external.isEmpty()
              && (header.field == Header.INTEGERS
                  || header.field == Header.LONGS
                  || header.field == Header.UNSIGNED);
      if (varying) {
        return varying(place, channel);
      }
      try (InputStream input = Channels.newInputStream(channel.position(from))) {
        return NumberReader.read(place, input, type, ByteOrder.LITTLE_ENDIAN, count);
      }
    }
  }

  /** Whole numbers of varying length; half precision is kept as the number of its bits. */
  private double[] varying(String place, FileChannel channel) throws IOException {
    double[] values = NumberReader.allocate(place, count);
    java.nio.ByteBuffer bits = java.nio.ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    WireReader reader = new WireReader(place, channel);
    reader.within(header.from, header.to);
    for (int i = 0; i < values.length; i++) {
      bits.putLong(0, reader.varint());
      values[i] = type.get(bits, 0);
    }
    return values;
  }
}
