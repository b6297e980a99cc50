package org.sweetspot.format;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The arrays of a Flax file (flax.serialization.to_bytes, flax_model.msgpack): MessagePack of
 * nested maps whose leaves are arrays, an extension type that holds shape, type and bytes. Arrays
 * above 1 GiB are stored in chunks. Names of nested maps are joined by dots.
 *
 * <p>Sources: spec.md of the project msgpack; flax/serialization.py.
 */
public final class FlaxFile {
  private static final int DEEPEST = 64;
  private static final int LONGEST_NAME = 1 << 16;
  private static final int MOST_VALUES = 1 << 22;
  private static final int ARRAY = 1;
  private static final int SCALAR = 3;
  private static final String CHUNKED = "__msgpack_chunked_array__";
  private static final String DAMAGED =
      "the file is cut off, damaged or of another kind: write it anew with"
          + " flax.serialization.to_bytes";

  private final Path file;
  private final ByteCursor cursor;
  private final List<StoredTensor> tensors = new ArrayList<>();
  private final Map<String, String> unread = new LinkedHashMap<>();
  private final Set<String> names = new HashSet<>();
  private int values;

  private FlaxFile(Path file, ByteCursor cursor) {
    this.file = file;
    this.cursor = cursor;
  }

  /** An array in the file. */
  private record Stored(NumberType type, List<Long> shape, long start, String other) {}

  /**
   * Whether a file that begins so can be one: a map of MessagePack with a text as its first key.
   */
  public static boolean fits(byte[] start) {
    if (start.length < 2) {
      return false;
    }
    int first = start[0] & 0xff;
    int at = first == 0xde ? 3 : first == 0xdf ? 5 : first > 0x80 && first <= 0x8f ? 1 : -1;
    if (at < 0 || at >= start.length) {
      return false;
    }
    int key = start[at] & 0xff;
    return (key >= 0xa1 && key <= 0xbf) || key == 0xd9 || key == 0xda;
  }

  /**
   * Reads names, types, shapes and places; numbers are read when they are asked for.
   *
   * @throws FormatException if the file isn't one
   */
  public static FileTensors open(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteCursor cursor = new ByteCursor(file.toString(), DAMAGED, channel);
      cursor.order(ByteOrder.BIG_ENDIAN);
      FlaxFile flax = new FlaxFile(file, cursor);
      flax.visit(List.of(), 0);
      if (cursor.remaining() > 0) {
        throw cursor.wrong("the end after the outermost map", cursor.remaining() + " more bytes");
      }
      return new FileTensors(flax.tensors, flax.unread);
    }
  }

  private void visit(List<String> path, int depth) throws IOException {
    if (depth > DEEPEST || ++values > MOST_VALUES) {
      throw cursor.wrong("at most " + DEEPEST + " levels and " + MOST_VALUES + " values", "more");
    }
    int first = cursor.octet();
    if ((first & 0xf0) == 0x80) {
      map(path, first & 15, depth);
    } else if (first == 0xde) {
      map(path, cursor.sixteen(), depth);
    } else if (first == 0xdf) {
      map(path, cursor.thirtyTwo() & 0xffffffffL, depth);
    } else if ((first & 0xf0) == 0x90) {
      list(path, first & 15, depth);
    } else if (first == 0xdc) {
      list(path, cursor.sixteen(), depth);
    } else if (first == 0xdd) {
      list(path, cursor.thirtyTwo() & 0xffffffffL, depth);
    } else if (first >= 0xc7 && first <= 0xc9) {
      extension(path, length(first - 0xc7));
    } else if (first >= 0xd4 && first <= 0xd8) {
      extension(path, 1L << (first - 0xd4));
    } else {
      skip(first);
    }
  }

  private long length(int width) throws IOException {
    return switch (width) {
      case 0 -> cursor.octet();
      case 1 -> cursor.sixteen();
      default -> cursor.thirtyTwo() & 0xffffffffL;
    };
  }

  /** Values that are no containers. */
  private void skip(int first) throws IOException {
    if (first <= 0x7f || first >= 0xe0 || first == 0xc0 || first == 0xc2 || first == 0xc3) {
      return;
    }
    if ((first & 0xe0) == 0xa0) {
      cursor.skip(first & 31);
      return;
    }
    switch (first) {
      case 0xc4, 0xc5, 0xc6 -> cursor.skip(length(first - 0xc4));
      case 0xd9, 0xda, 0xdb -> cursor.skip(length(first - 0xd9));
      case 0xcc, 0xd0 -> cursor.skip(1);
      case 0xcd, 0xd1 -> cursor.skip(2);
      case 0xca, 0xce, 0xd2 -> cursor.skip(4);
      case 0xcb, 0xcf, 0xd3 -> cursor.skip(8);
      default -> throw cursor.wrong("a value of MessagePack", String.format("byte 0x%02x", first));
    }
  }

  private void list(List<String> path, long count, int depth) throws IOException {
    bounded(count);
    for (long i = 0; i < count; i++) {
      visit(joined(path, Long.toString(i)), depth + 1);
    }
  }

  private void bounded(long count) throws FormatException {
    if (count > cursor.remaining()) {
      throw cursor.wrong("at most " + cursor.remaining() + " more values", count + "");
    }
  }

  private static List<String> joined(List<String> path, String part) {
    List<String> longer = new ArrayList<>(path);
    longer.add(part);
    return longer;
  }

  private void map(List<String> path, long count, int depth) throws IOException {
    bounded(count);
    for (long i = 0; i < count; i++) {
      String key = key();
      if (i == 0 && key.equals(CHUNKED)) {
        chunked(path, count);
        return;
      }
      visit(joined(path, key), depth + 1);
    }
  }

  private String key() throws IOException {
    int first = cursor.octet();
    if ((first & 0xe0) == 0xa0) {
      return cursor.text(first & 31, LONGEST_NAME);
    }
    if (first >= 0xd9 && first <= 0xdb) {
      return cursor.text(length(first - 0xd9), LONGEST_NAME);
    }
    if (first <= 0x7f) {
      return Integer.toString(first);
    }
    throw cursor.wrong("texts or small numbers as keys", String.format("byte 0x%02x", first));
  }

  /** An array in parts: its shape and its chunks, each a map from "0" on. */
  private void chunked(List<String> path, long count) throws IOException {
    visit(path, DEEPEST); // The value of the key itself: true.
    List<Long> shape = new ArrayList<>();
    List<Stored> chunks = new ArrayList<>();
    for (long i = 1; i < count; i++) {
      String key = key();
      int size = numbered();
      for (int part = 0; part < size; part++) {
        if (!key().equals(Integer.toString(part))) {
          throw cursor.wrong("chunks numbered from 0 on", "another key");
        }
        if (key.equals("shape")) {
          shape.add(whole());
        } else {
          chunks.add(chunk());
        }
      }
    }
    NumberType type = chunks.isEmpty() ? null : chunks.get(0).type;
    String name = name(path);
    long total = NumberReader.count(file + ", array " + name, shape);
    long there = 0;
    for (Stored chunk : chunks) {
      there += NumberReader.count(file + ", array " + name, chunk.shape);
      if (type == null || chunk.type != type) {
        unread.put(name, "chunks of different or unknown types");
        return;
      }
    }
    if (type == null || there != total) {
      throw cursor.wrong(total + " numbers in chunks for the shape " + shape, there + "");
    }
    tensors.add(
        new Chunks(
            file,
            name,
            type,
            shape,
            chunks.stream().map(Stored::start).toList(),
            chunks.stream().map(chunk -> chunk.shape.get(0)).toList(),
            path));
  }

  private int numbered() throws IOException {
    int first = cursor.octet();
    long size =
        (first & 0xf0) == 0x80
            ? first & 15
            : first == 0xde ? cursor.sixteen() : first == 0xdf ? cursor.thirtyTwo() : -1;
    if (size < 0 || size > cursor.remaining()) {
      throw cursor.wrong("a map of chunks", "another value");
    }
    return (int) size;
  }

  private Stored chunk() throws IOException {
    int first = cursor.octet();
    long size =
        first >= 0xc7 && first <= 0xc9
            ? length(first - 0xc7)
            : first >= 0xd4 && first <= 0xd8 ? 1L << (first - 0xd4) : -1;
    if (size < 0 || cursor.octet() != ARRAY) {
      throw cursor.wrong("an array as chunk", "another value");
    }
    Stored stored = array(size);
    if (stored.shape.size() != 1) {
      throw cursor.wrong("chunks of one axis", stored.shape + "");
    }
    return stored;
  }

  private void extension(List<String> path, long size) throws IOException {
    int kind = cursor.octet();
    if (kind != ARRAY && kind != SCALAR) {
      cursor.skip(size);
      if (kind == 2) {
        unread.put(name(path), "a complex number");
      }
      return;
    }
    Stored stored = array(size);
    String name = name(path);
    if (!stored.other.isEmpty()) {
      unread.put(name, "numbers of the type " + stored.other);
      return;
    }
    tensors.add(
        new StretchTensor(
            file,
            name,
            stored.type,
            stored.shape,
            stored.start,
            ByteOrder.LITTLE_ENDIAN,
            StoredTensor.Part.UNKNOWN,
            path));
  }

  private String name(List<String> path) throws FormatException {
    String name = path.isEmpty() ? "array" : String.join(".", path);
    if (!names.add(name)) {
      throw cursor.wrong("each name once", name + " twice");
    }
    return name;
  }

  /** Shape, type and bytes: a list of three. */
  private Stored array(long size) throws IOException {
    long end = cursor.position() + size;
    if (size > cursor.remaining() || cursor.octet() != 0x93) {
      throw cursor.wrong("shape, type and bytes of an array", "something else");
    }
    int axes = cursor.octet();
    if ((axes & 0xf0) != 0x90) {
      throw cursor.wrong("at most 15 axes", "another value");
    }
    List<Long> shape = new ArrayList<>();
    for (int i = 0; i < (axes & 15); i++) {
      shape.add(whole());
    }
    String named = key();
    int first = cursor.octet();
    if (first < 0xc4 || first > 0xc6) {
      throw cursor.wrong("the bytes of an array", String.format("byte 0x%02x", first));
    }
    long bytes = length(first - 0xc4);
    long start = cursor.position();
    Optional<NumberType> type = NumberNames.type(named);
    long count = NumberReader.count(file.toString(), shape);
    if (start + bytes != end || (type.isPresent() && bytes != count * type.get().bytes())) {
      throw cursor.wrong("bytes for the shape " + shape + " of " + named, bytes + "");
    }
    cursor.skip(bytes);
    return new Stored(type.orElse(NumberType.U8), shape, start, type.isPresent() ? "" : named);
  }

  private long whole() throws IOException {
    int first = cursor.octet();
    if (first <= 0x7f) {
      return first;
    }
    return switch (first) {
      case 0xcc, 0xd0 -> cursor.octet();
      case 0xcd, 0xd1 -> cursor.sixteen();
      case 0xce, 0xd2 -> cursor.thirtyTwo() & 0xffffffffL;
      case 0xcf, 0xd3 -> cursor.sixtyFour();
      default -> throw cursor.wrong("a whole number", String.format("byte 0x%02x", first));
    };
  }

  /** An array in several stretches. */
  private record Chunks(
      Path file,
      String name,
      NumberType type,
      List<Long> shape,
      List<Long> starts,
      List<Long> counts,
      List<String> path)
      implements StoredTensor {
    @Override
    public double[] read() throws IOException {
      String place = file + ", array " + name;
      double[] all = NumberReader.allocate(place, NumberReader.count(place, shape));
      int done = 0;
      for (int i = 0; i < starts.size(); i++) {
        double[] part =
            new StretchTensor(file, name, type, List.of(counts.get(i)), starts.get(i)).read();
        System.arraycopy(part, 0, all, done, part.length);
        done += part.length;
      }
      return all;
    }
  }
}
