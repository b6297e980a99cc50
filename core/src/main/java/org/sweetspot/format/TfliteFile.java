package org.sweetspot.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The constants of a TensorFlow Lite (LiteRT) model, and what its graphs do with them. Quantized
 * constants are scale (q - zero point), tensor by tensor or channel by channel. The model's code is
 * a graph and is not run.
 *
 * <p>Source: tensorflow/lite/schema/schema.fbs, version 3.
 *
 * @param contents in the order of the file
 * @param uses of the constants: the first operator that reads one
 */
public record TfliteFile(FileTensors contents, Map<String, Use> uses) {
  private static final int DEQUANTIZE = 6;
  private static final int MOST_TENSORS = 1 << 20;
  private static final String DAMAGED = "the file is cut off or damaged: write or copy it anew";
  private static final Map<Integer, NumberType> TYPES =
      Map.ofEntries(
          Map.entry(0, NumberType.F32),
          Map.entry(1, NumberType.F16),
          Map.entry(2, NumberType.I32),
          Map.entry(3, NumberType.U8),
          Map.entry(4, NumberType.I64),
          Map.entry(6, NumberType.BOOL),
          Map.entry(7, NumberType.I16),
          Map.entry(9, NumberType.I8),
          Map.entry(10, NumberType.F64),
          Map.entry(12, NumberType.U64),
          Map.entry(15, NumberType.U32),
          Map.entry(16, NumberType.U16),
          Map.entry(18, NumberType.BF16));

  /**
   * How a constant is used.
   *
   * @param operator its number in schema.fbs, BuiltinOperator
   * @param place which input of it, from 0
   */
  public record Use(int operator, int place) {}

  /** Copies the map. */
  public TfliteFile {
    uses = Map.copyOf(uses);
  }

  /** Whether a file that begins so is one. */
  public static boolean fits(byte[] start) {
    return start.length >= 8
        && start[4] == 'T'
        && start[5] == 'F'
        && start[6] == 'L'
        && start[7] == '3';
  }

  /**
   * Reads names, types and places; numbers are read when they are asked for.
   *
   * @throws FormatException if the file isn't one
   */
  public static TfliteFile open(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      ByteBuffer buffer =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, Math.min(Integer.MAX_VALUE, size));
      try {
        return new Reader(file, size, FlatTable.root(buffer.order(ByteOrder.LITTLE_ENDIAN))).read();
      } catch (IndexOutOfBoundsException | ArithmeticException broken) {
        throw new FormatException(file.toString(), "offsets within the file", "others", DAMAGED);
      }
    }
  }

  private static final class Reader {
    private final Path file;
    private final long size;
    private final FlatTable model;
    private final List<FlatTable> buffers;
    private final List<StoredTensor> tensors = new ArrayList<>();
    private final Map<String, String> unread = new LinkedHashMap<>();
    private final Map<String, Use> uses = new HashMap<>();
    private final Set<String> names = new HashSet<>();

    Reader(Path file, long size, FlatTable model) {
      this.file = file;
      this.size = size;
      this.model = model;
      this.buffers = model.tables(4);
    }

    TfliteFile read() throws IOException {
      List<Integer> codes = new ArrayList<>();
      for (FlatTable code : model.tables(1)) {
        codes.add(Math.max(code.octet(0), code.whole(3)));
      }
      List<FlatTable> graphs = model.tables(2);
      for (int g = 0; g < graphs.size(); g++) {
        graph(graphs.get(g), g == 0 ? "" : "graph" + g + "/", codes);
      }
      return new TfliteFile(new FileTensors(tensors, unread), uses);
    }

    private void graph(FlatTable graph, String prefix, List<Integer> codes) throws IOException {
      List<FlatTable> all = graph.tables(0);
      Map<Integer, String> constants = new HashMap<>();
      for (int i = 0; i < all.size(); i++) {
        String told = all.get(i).text(3);
        String name = prefix + (told.isEmpty() ? "tensor" + i : told);
        String unique = names.add(name) ? name : name + "#" + i;
        if (names.size() > MOST_TENSORS || (!unique.equals(name) && !names.add(unique))) {
          throw wrong("names that are used once", unique);
        }
        if (constant(unique, all.get(i))) {
          constants.put(i, unique);
        }
      }
      for (FlatTable operator : graph.tables(3)) {
        int code = operator.whole(0);
        int kind = code >= 0 && code < codes.size() ? codes.get(code) : -1;
        List<Integer> inputs = operator.wholes(1);
        List<Integer> outputs = operator.wholes(2);
        if (kind == DEQUANTIZE && constants.containsKey(inputs.isEmpty() ? -1 : inputs.get(0))) {
          // Half precision is widened first; what reads the outcome uses the constant.
          String name = constants.getOrDefault(inputs.get(0), "");
          outputs.forEach(output -> constants.put(output, name));
          continue;
        }
        for (int i = 0; i < inputs.size(); i++) {
          String name = constants.get(inputs.get(i));
          if (name != null) {
            uses.putIfAbsent(name, new Use(kind, i));
          }
        }
      }
    }

    /** Notes a tensor if the file holds its numbers. */
    private boolean constant(String name, FlatTable tensor) throws IOException {
      int number = tensor.whole(2);
      if (number <= 0 || number >= buffers.size() || tensor.octet(5) != 0) {
        return false;
      }
      FlatTable buffer = buffers.get(number);
      FlatTable.Vector data = buffer.vector(0, 1);
      long start = data.count() > 0 ? data.start() : buffer.wide(1);
      long bytes = data.count() > 0 ? data.count() : buffer.wide(2);
      if (bytes == 0) {
        return false;
      }
      List<Long> shape = tensor.wholes(0).stream().map(Integer::longValue).toList();
      String place = file + ", tensor " + name;
      long count = NumberReader.count(place, shape);
      int code = tensor.octet(1);
      NumberType type = TYPES.get(code);
      if (type == null || tensor.has(6)) {
        unread.put(
            name, type == null ? "numbers of TensorFlow Lite's type " + code : "sparse, not dense");
        return true;
      }
      if (start < 0 || bytes < 0 || start > size - bytes || bytes != count * type.bytes()) {
        throw new FormatException(
            place, count * type.bytes() + " bytes for " + shape, bytes + " bytes", DAMAGED);
      }
      StretchTensor stored = new StretchTensor(file, name, type, shape, start);
      Optional<Quantization> quantization = quantization(place, tensor, shape);
      tensors.add(
          quantization.isPresent() && !type.floating()
              ? new Dequantized(stored, quantization.get())
              : stored);
      return true;
    }

    private Optional<Quantization> quantization(String place, FlatTable tensor, List<Long> shape)
        throws FormatException {
      Optional<FlatTable> told = tensor.table(4);
      if (told.isEmpty() || told.get().vector(2, Float.BYTES).count() == 0) {
        return Optional.empty();
      }
      FlatTable table = told.get();
      FlatTable.Vector scale = table.vector(2, Float.BYTES);
      FlatTable.Vector zero = table.vector(3, Long.BYTES);
      int axis = table.whole(6);
      boolean whole = scale.count() == 1;
      boolean fits =
          whole || (axis >= 0 && axis < shape.size() && shape.get(axis) == scale.count());
      if (!fits || (zero.count() != scale.count() && zero.count() > 1)) {
        throw new FormatException(
            place,
            "one scale, or one for each channel",
            scale.count() + " scales and " + zero.count() + " zero points for " + shape,
            DAMAGED);
      }
      List<Double> scales = new ArrayList<>();
      List<Double> zeros = new ArrayList<>();
      for (int i = 0; i < scale.count(); i++) {
        scales.add((double) table.buffer().getFloat(scale.start() + Float.BYTES * i));
        int from = zero.count() == 1 ? 0 : i;
        zeros.add(
            zero.count() == 0
                ? 0.0
                : (double) table.buffer().getLong(zero.start() + Long.BYTES * from));
      }
      return Optional.of(new Quantization(scales, zeros, whole ? 0 : axis));
    }

    private FormatException wrong(String expected, String got) {
      return new FormatException(file.toString(), expected, got, DAMAGED);
    }
  }

  /** Scales and zero points, one for all or one for each index of an axis. */
  private record Quantization(List<Double> scales, List<Double> zeros, int axis) {}

  /** A constant of whole numbers that stand for others. */
  private record Dequantized(StretchTensor stored, Quantization quantization)
      implements StoredTensor {
    @Override
    public String name() {
      return stored.name();
    }

    @Override
    public NumberType type() {
      return NumberType.F32;
    }

    @Override
    public List<Long> shape() {
      return stored.shape();
    }

    @Override
    public double[] read() throws IOException {
      double[] numbers = stored.read();
      double[] scales = quantization.scales.stream().mapToDouble(Double::doubleValue).toArray();
      double[] zeros = quantization.zeros.stream().mapToDouble(Double::doubleValue).toArray();
      long inner = 1;
      for (int axis = quantization.axis + 1; axis < shape().size(); axis++) {
        inner *= shape().get(axis);
      }
      for (int i = 0; i < numbers.length; i++) {
        int channel = scales.length == 1 ? 0 : (int) (i / inner % scales.length);
        numbers[i] = scales[channel] * (numbers[i] - zeros[channel]);
      }
      return numbers;
    }
  }
}
