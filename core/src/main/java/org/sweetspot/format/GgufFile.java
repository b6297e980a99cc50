package org.sweetspot.format;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tensors of a GGUF file (llama.cpp), versions 2 and 3: magic, counts, key and value pairs, a
 * name, extents, type and place of each tensor, then the numbers. Extents are stored with the
 * fastest axis first and turned round here, so that a matrix is out x in as in PyTorch. Quantized
 * tensors are dequantized as ggml does ({@link GgufBlocks}).
 *
 * <p>Source: docs/gguf.md of the project ggml.
 */
public final class GgufFile {
  private static final int MAGIC = 0x46554747;
  private static final int LONGEST_NAME = 1 << 16;
  private static final int MOST_AXES = 8;
  private static final int DEEPEST = 4;
  private static final int SMALLEST_INFO = 24;
  private static final int TEXT = 8;
  private static final int ARRAY = 9;
  private static final String ALIGNMENT = "general.alignment";
  private static final String DAMAGED = "the file is cut off or damaged: download or copy it anew";
  private static final Map<Integer, NumberType> PLAIN =
      Map.of(
          0, NumberType.F32,
          1, NumberType.F16,
          24, NumberType.I8,
          25, NumberType.I16,
          26, NumberType.I32,
          27, NumberType.I64,
          28, NumberType.F64,
          30, NumberType.BF16);
  private static final Map<Integer, String> OTHER =
      Map.ofEntries(
          Map.entry(9, "Q8_1"),
          Map.entry(15, "Q8_K"),
          Map.entry(16, "IQ2_XXS"),
          Map.entry(17, "IQ2_XS"),
          Map.entry(18, "IQ3_XXS"),
          Map.entry(19, "IQ1_S"),
          Map.entry(21, "IQ3_S"),
          Map.entry(22, "IQ2_S"),
          Map.entry(29, "IQ1_M"),
          Map.entry(34, "TQ1_0"),
          Map.entry(35, "TQ2_0"));

  private final Path file;
  private final ByteCursor cursor;
  private long alignment = 32;

  private GgufFile(Path file, ByteCursor cursor) {
    this.file = file;
    this.cursor = cursor;
  }

  private record Info(String name, List<Long> shape, int code, long offset) {}

  /**
   * Reads the header; numbers are read when they are asked for.
   *
   * @throws FormatException if the file isn't one
   */
  public static FileTensors open(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new GgufFile(file, new ByteCursor(file.toString(), DAMAGED, channel)).read();
    }
  }

  private FileTensors read() throws IOException {
    if (cursor.thirtyTwo() != MAGIC) {
      throw cursor.wrong("GGUF in the first four bytes", "others");
    }
    int version = cursor.thirtyTwo();
    if (version >>> 16 != 0) {
      // Written on a big-endian machine, numbers and all.
      version = Integer.reverseBytes(version);
      cursor.order(ByteOrder.BIG_ENDIAN);
    }
    if (version != 2 && version != 3) {
      throw cursor.wrong("version 2 or 3", "version " + version);
    }
    long count = bounded(cursor.sixtyFour(), SMALLEST_INFO, "tensors");
    long pairs = bounded(cursor.sixtyFour(), 12, "pairs of keys and values");
    for (long i = 0; i < pairs; i++) {
      pair();
    }
    List<Info> infos = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (long i = 0; i < count; i++) {
      Info info = info();
      if (!names.add(info.name)) {
        throw cursor.wrong("each tensor once", info.name + " twice");
      }
      infos.add(info);
    }
    long start = (cursor.position() + alignment - 1) / alignment * alignment;
    long end = cursor.position() + cursor.remaining();
    List<StoredTensor> tensors = new ArrayList<>();
    Map<String, String> unread = new LinkedHashMap<>();
    for (Info info : infos) {
      place(info, start, end, tensors, unread);
    }
    return new FileTensors(tensors, unread);
  }

  private long bounded(long count, int smallest, String what) throws FormatException {
    if (count < 0 || count > cursor.remaining() / smallest) {
      throw cursor.wrong(
          "as many " + what + " as " + cursor.remaining() + " bytes can list",
          Long.toUnsignedString(count));
    }
    return count;
  }

  private String name() throws IOException {
    return cursor.text(cursor.sixtyFour(), LONGEST_NAME);
  }

  private void pair() throws IOException {
    String key = name();
    int type = cursor.thirtyTwo();
    if (key.equals(ALIGNMENT) && type == 4) {
      alignment = cursor.thirtyTwo() & 0xffffffffL;
      if (alignment < 1 || alignment > 1 << 20) {
        throw cursor.wrong("an alignment from 1 to " + (1 << 20), alignment + "");
      }
    } else {
      skip(type, 0);
    }
  }

  private void skip(int type, int depth) throws IOException {
    switch (type) {
      case 0, 1, 7 -> cursor.skip(1);
      case 2, 3 -> cursor.skip(2);
      case 4, 5, 6 -> cursor.skip(4);
      case 10, 11, 12 -> cursor.skip(8);
      case TEXT -> cursor.skip(cursor.sixtyFour());
      case ARRAY -> {
        int of = cursor.thirtyTwo();
        long count = bounded(cursor.sixtyFour(), 1, "values");
        if (depth >= DEEPEST) {
          throw cursor.wrong("at most " + DEEPEST + " levels of lists", "more");
        }
        for (long i = 0; i < count; i++) {
          skip(of, depth + 1);
        }
      }
      default -> throw cursor.wrong("a type of value from 0 to 12", type + "");
    }
  }

  private Info info() throws IOException {
    String name = name();
    int axes = cursor.thirtyTwo();
    if (axes < 0 || axes > MOST_AXES) {
      throw cursor.wrong("at most " + MOST_AXES + " axes", axes + "");
    }
    List<Long> shape = new ArrayList<>();
    for (int i = 0; i < axes; i++) {
      shape.add(cursor.sixtyFour());
    }
    Collections.reverse(shape);
    int code = cursor.thirtyTwo();
    return new Info(name, shape, code, cursor.sixtyFour());
  }

  private void place(
      Info info, long start, long end, List<StoredTensor> tensors, Map<String, String> unread)
      throws IOException {
    String place = file + ", tensor " + info.name;
    long count = NumberReader.count(place, info.shape);
    Optional<GgufBlocks> blocks = GgufBlocks.of(info.code);
    Optional<NumberType> plain = Optional.ofNullable(PLAIN.get(info.code));
    if (blocks.isEmpty() && plain.isEmpty()) {
      String known = OTHER.get(info.code);
      unread.put(
          info.name,
          known == null
              ? "numbers of ggml's type " + info.code
              : "numbers of ggml's type " + known + ", which is not dequantized here");
      return;
    }
    long bytes;
    if (blocks.isPresent()) {
      long row = info.shape.isEmpty() ? 1 : info.shape.get(info.shape.size() - 1);
      if (row % blocks.get().entries() != 0) {
        throw new FormatException(
            place, "rows of whole blocks of " + blocks.get().entries(), "rows of " + row, DAMAGED);
      }
      bytes = count / blocks.get().entries() * blocks.get().bytes();
    } else {
      bytes = count * plain.orElseThrow().bytes();
    }
    if (info.offset < 0 || start > end || info.offset > end - start - bytes) {
      throw new FormatException(
          place,
          bytes + " bytes within the file",
          "a place " + Long.toUnsignedString(info.offset) + " bytes behind the header",
          DAMAGED);
    }
    long from = start + info.offset;
    tensors.add(
        blocks.isPresent()
            ? new Quantized(file, info.name, info.shape, blocks.get(), from, cursor.order(), count)
            : new StretchTensor(
                file,
                info.name,
                plain.orElseThrow(),
                info.shape,
                from,
                cursor.order(),
                StoredTensor.Part.UNKNOWN,
                List.of(info.name)));
  }

  /** Blocks, read and dequantized a few at a time. */
  private record Quantized(
      Path file,
      String name,
      List<Long> shape,
      GgufBlocks blocks,
      long start,
      ByteOrder order,
      long count)
      implements StoredTensor {
    private static final int AT_ONCE = 256;

    @Override
    public NumberType type() {
      return NumberType.F32;
    }

    @Override
    public double[] read() throws IOException {
      String place = file + ", tensor " + name;
      if (order == ByteOrder.BIG_ENDIAN) {
        throw new FormatException(
            place,
            "a little-endian file",
            "quantized numbers of a big-endian machine",
            "convert the model anew on another machine");
      }
      double[] numbers = NumberReader.allocate(place, count);
      ByteBuffer bytes =
          ByteBuffer.allocate(AT_ONCE * blocks.bytes()).order(ByteOrder.LITTLE_ENDIAN);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        long at = start;
        int done = 0;
        while (done < numbers.length) {
          int part = Math.min(AT_ONCE, (numbers.length - done) / blocks.entries());
          bytes.clear().limit(part * blocks.bytes());
          while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
              throw new EOFException("the file became shorter while it was read");
            }
          }
          for (int i = 0; i < part; i++) {
            ByteBuffer block = bytes.slice(i * blocks.bytes(), blocks.bytes());
            blocks.decode(block.order(ByteOrder.LITTLE_ENDIAN), numbers, done);
            done += blocks.entries();
          }
          at += bytes.limit();
        }
      } catch (EOFException cut) {
        throw new FormatException(place, count + " numbers", cut.getMessage() + "", DAMAGED);
      }
      return numbers;
    }
  }
}
