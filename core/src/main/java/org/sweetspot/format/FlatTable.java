package org.sweetspot.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A table of a FlatBuffer: fields found through a table of offsets, and vectors behind further
 * offsets. Places outside the buffer fail with {@link IndexOutOfBoundsException}.
 *
 * <p>Source: "FlatBuffer Internals" of the project flatbuffers.
 *
 * @param buffer the whole file, little-endian
 * @param at first byte of the table
 */
record FlatTable(ByteBuffer buffer, int at) {
  private static final int LONGEST_TEXT = 1 << 16;

  /** The table that a file begins with. */
  static FlatTable root(ByteBuffer buffer) {
    return new FlatTable(buffer, offset(buffer, 0));
  }

  private static int offset(ByteBuffer buffer, int at) {
    return Math.addExact(at, buffer.getInt(at));
  }

  /** Where a field's value stands, or -1 if the table has none. */
  private int place(int field) {
    int offsets = Math.subtractExact(at, buffer.getInt(at));
    int size = buffer.getShort(offsets) & 0xffff;
    int entry = 4 + 2 * field;
    int offset = entry + 2 <= size ? buffer.getShort(offsets + entry) & 0xffff : 0;
    return offset == 0 ? -1 : at + offset;
  }

  boolean has(int field) {
    return place(field) >= 0;
  }

  int octet(int field) {
    int place = place(field);
    return place < 0 ? 0 : buffer.get(place);
  }

  int whole(int field) {
    int place = place(field);
    return place < 0 ? 0 : buffer.getInt(place);
  }

  long wide(int field) {
    int place = place(field);
    return place < 0 ? 0 : buffer.getLong(place);
  }

  Optional<FlatTable> table(int field) {
    int place = place(field);
    return place < 0 ? Optional.empty() : Optional.of(new FlatTable(buffer, offset(buffer, place)));
  }

  /** First byte of a vector's entries, and how many there are; checked against the buffer. */
  record Vector(int start, int count) {}

  Vector vector(int field, int width) {
    int place = place(field);
    if (place < 0) {
      return new Vector(0, 0);
    }
    int start = Math.addExact(offset(buffer, place), Integer.BYTES);
    int count = buffer.getInt(start - Integer.BYTES);
    if (count < 0 || (long) count * width > buffer.limit() - start) {
      throw new IndexOutOfBoundsException();
    }
    return new Vector(start, count);
  }

  List<FlatTable> tables(int field) {
    Vector vector = vector(field, Integer.BYTES);
    List<FlatTable> tables = new ArrayList<>();
    for (int i = 0; i < vector.count; i++) {
      tables.add(new FlatTable(buffer, offset(buffer, vector.start + Integer.BYTES * i)));
    }
    return tables;
  }

  List<Integer> wholes(int field) {
    Vector vector = vector(field, Integer.BYTES);
    List<Integer> wholes = new ArrayList<>();
    for (int i = 0; i < vector.count; i++) {
      wholes.add(buffer.getInt(vector.start + Integer.BYTES * i));
    }
    return wholes;
  }

  String text(int field) {
    Vector vector = vector(field, 1);
    byte[] bytes = new byte[Math.min(vector.count, LONGEST_TEXT)];
    buffer.get(vector.start, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
