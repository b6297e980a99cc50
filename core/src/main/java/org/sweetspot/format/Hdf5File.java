package org.sweetspot.format;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.exceptions.HdfException;
import io.jhdf.exceptions.UnsupportedHdfException;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.OrderedDataType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The data sets of numbers in an HDF5 file, for instance Keras weights (.h5), or in the entry
 * model.weights.h5 of a Keras archive (.keras). Names are paths. Links to other files are not
 * followed.
 *
 * @param tensors in the order of their paths
 * @param skipped paths that are no numbers, with the reason
 */
public record Hdf5File(List<StoredTensor> tensors, Map<String, String> skipped) {
  /** The entry of a Keras archive that holds the weights. */
  public static final String KERAS_ENTRY = "model.weights.h5";

  private static final int DEEPEST = 64;
  private static final int MOST_NODES = 1 << 20;
  // What the list of chunks takes for each at least.
  private static final int BYTES_OF_CHUNK = 8;
  private static final String DAMAGED = "the file is cut off or damaged: write or copy it anew";
  private static final Map<String, NumberType> TYPES =
      Map.of(
          "double", NumberType.F64,
          "float", NumberType.F32,
          "long", NumberType.I64,
          "integer", NumberType.I32,
          "int", NumberType.I32,
          "short", NumberType.I16,
          "byte", NumberType.I8,
          "boolean", NumberType.BOOL);

  /** Copies the collections. */
  public Hdf5File {
    tensors = List.copyOf(tensors);
    skipped = java.util.Collections.unmodifiableMap(new TreeMap<>(skipped));
  }

  /**
   * Lists the data sets.
   *
   * @param file an HDF5 file, or an archive with the entry {@link #KERAS_ENTRY}
   * @throws FormatException if it is neither
   */
  public static Hdf5File open(Path file) throws IOException {
    return use(
        file,
        hdf -> {
          Walk walk = new Walk(file, hdf, size(file));
          walk.visit(hdf, "", 0);
          return new Hdf5File(List.copyOf(walk.tensors.values()), walk.skipped);
        });
  }

  private interface Question<T> {
    T ask(HdfFile hdf) throws IOException;
  }

  /** Opens, asks and closes; whatever the library stumbles over is the file's fault. */
  private static <T> T use(Path file, Question<T> question) throws IOException {
    try (HdfFile hdf = hdf(file)) {
      return question.ask(hdf);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError broken) {
      throw new FormatException(
          file.toString(),
          "an intact HDF5 file",
          broken.getClass().getSimpleName() + " " + broken.getMessage(),
          DAMAGED);
    }
  }

  /**
   * Over a buffer, so that a length that lies runs out of the buffer; from the file the library
   * would first take memory for it.
   */
  private static HdfFile hdf(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer start = ByteBuffer.allocate(1);
      channel.read(start, 0);
      if (start.get(0) != 'P') {
        return channel.size() > Integer.MAX_VALUE
            ? new HdfFile(file)
            : HdfFile.fromByteBuffer(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
      }
    }
    try (ZipArchive archive = ZipArchive.open(file)) {
      return HdfFile.fromByteBuffer(
          ByteBuffer.wrap(archive.bytes(KERAS_ENTRY, Integer.MAX_VALUE - 8)));
    }
  }

  private static long size(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.size();
    }
  }

  private static final class Walk {
    private final Path file;
    private final HdfFile hdf;
    private final long bytes;
    private long unpacked;
    private final Map<String, StoredTensor> tensors = new TreeMap<>();
    private final Map<String, String> skipped = new TreeMap<>();
    private int nodes;

    Walk(Path file, HdfFile hdf, long bytes) {
      this.file = file;
      this.hdf = hdf;
      this.bytes = bytes;
    }

    void visit(Group group, String path, int depth) throws IOException {
      Map<String, Node> children;
      try {
        children = group.getChildren();
      } catch (HdfException broken) {
        // One member of a newer kind hides the others of its group, but not other groups.
        skipped.put(
            path.isEmpty() ? "/" : path + "/",
            "of a kind that isn't read: "
                + newerKind(broken).orElseThrow(() -> broken)
                + "; to measure it write it to a new file with h5py, without libver=\"latest\"");
        return;
      }
      for (Map.Entry<String, Node> child : children.entrySet()) {
        String name = path.isEmpty() ? child.getKey() : path + "/" + child.getKey();
        if (depth > DEEPEST || ++nodes > MOST_NODES) {
          throw wrong(name, "at most " + DEEPEST + " levels and " + MOST_NODES + " nodes", "more");
        }
        Node node = child.getValue();
        if (node.isLink()) {
          skipped.put(name, "a link");
        } else if (node instanceof Group inner) {
          visit(inner, name, depth + 1);
        } else if (node instanceof Dataset data) {
          add(name, data);
        } else {
          skipped.put(name, "no data set");
        }
      }
    }

    private void add(String name, Dataset data) throws FormatException {
      Optional<NumberType> type =
          data.isCompound() || data.isVariableLength() || data.isEmpty()
              ? Optional.empty()
              : Optional.ofNullable(
                  TYPES.get(data.getJavaType().getSimpleName().toLowerCase(Locale.ROOT)));
      if (type.isEmpty()) {
        skipped.put(name, "no numbers");
        return;
      }
      List<Long> shape = Arrays.stream(data.getDimensionsAsLong()).boxed().toList();
      long count = NumberReader.count(file + ", " + name, shape);
      // A data set that was never written takes no room in the file whatever its shape.
      unpacked += count * type.get().bytes();
      if (unpacked > FileBytes.mostUnpacked(bytes)) {
        throw wrong(name, "numbers that " + bytes + " bytes can hold", "shape " + shape);
      }
      if (data instanceof ChunkedDataset chunked
          && chunks(chunked) > (double) bytes / BYTES_OF_CHUNK) {
        throw wrong(name, "chunks that " + bytes + " bytes can list", "shape " + shape);
      }
      if (data instanceof ChunkedDataset chunked
          && entries(chunked) * type.get().bytes() > FileBytes.mostUnpacked(bytes)) {
        throw wrong(
            name,
            "chunks of at most " + FileBytes.mostUnpacked(bytes) + " bytes",
            "chunks of " + Arrays.toString(chunked.getChunkDimensions()));
      }
      try {
        data.getFilters();
      } catch (HdfException unknown) {
        skipped.put(name, "packed by a filter that isn't read: " + unknown.getMessage());
        return;
      }
      Optional<NumberType> number = stored(data, type.get());
      if (number.isEmpty()) {
        skipped.put(name, "numbers of a kind that isn't read, for instance bfloat16");
        return;
      }
      boolean masked =
          data instanceof ChunkedDataset chunked && new Hdf5Chunks(hdf, chunked).haveMasks();
      tensors.put(name, new Stored(file, name, number.get(), shape, masked));
    }

    /** The type as it is stored; numbers with fractions of the usual layouts only. */
    private static Optional<NumberType> stored(Dataset data, NumberType otherwise) {
      if (!(data.getDataType() instanceof FloatingPoint floating)) {
        return Optional.of(otherwise);
      }
      return switch (floating.getSize() + "/" + floating.getExponentSize()) {
        case "2/5" -> Optional.of(NumberType.F16);
        case "4/8" -> Optional.of(NumberType.F32);
        case "8/11" -> Optional.of(NumberType.F64);
        default -> Optional.empty();
      };
    }

    /** What the library says of a part of the format that it does not know. */
    private static Optional<String> newerKind(Throwable broken) {
      for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
        if (cause instanceof UnsupportedHdfException) {
          return Optional.ofNullable(cause.getMessage());
        }
      }
      return Optional.empty();
    }

    private static double entries(ChunkedDataset data) {
      double entries = 1;
      for (int extent : data.getChunkDimensions()) {
        entries *= extent;
      }
      return entries;
    }

    private static double chunks(ChunkedDataset data) {
      double chunks = 1;
      for (int axis = 0; axis < data.getDimensions().length; axis++) {
        chunks *= Math.ceil((double) data.getDimensions()[axis] / data.getChunkDimensions()[axis]);
      }
      return chunks;
    }

    private FormatException wrong(String name, String expected, String got) {
      return new FormatException(file + ", " + name, expected, got, DAMAGED);
    }
  }

  private record Stored(Path file, String name, NumberType type, List<Long> shape, boolean masked)
      implements StoredTensor {
    Stored {
      shape = List.copyOf(shape);
    }

    @Override
    public double[] read() throws IOException {
      long count = NumberReader.count(file + ", " + name, shape);
      return use(
          file,
          hdf -> {
            Dataset data = hdf.getDatasetByPath("/" + name);
            double[] values = masked ? masked(hdf, data, count) : doubles(data.getDataFlat());
            if (values.length != count) {
              throw new FormatException(
                  file + ", " + name, count + " numbers", values.length + "", DAMAGED);
            }
            return values;
          });
    }

    private double[] masked(HdfFile hdf, Dataset data, long count) throws FormatException {
      double[] values = NumberReader.allocate(file + ", " + name, count);
      ByteOrder order =
          data.getDataType() instanceof OrderedDataType ordered
              ? ordered.getByteOrder()
              : ByteOrder.LITTLE_ENDIAN;
      new Hdf5Chunks(hdf, (ChunkedDataset) data).read(type, order, values);
      return values;
    }

    private double[] doubles(Object data) throws FormatException {
      if (data instanceof double[] numbers) {
        return numbers;
      }
      int count = data.getClass().isArray() ? java.lang.reflect.Array.getLength(data) : 1;
      double[] values = NumberReader.allocate(file + ", " + name, count);
      if (data instanceof float[] numbers) {
        for (int i = 0; i < count; i++) {
          values[i] = numbers[i];
        }
      } else {
        for (int i = 0; i < count; i++) {
          Object one = data.getClass().isArray() ? java.lang.reflect.Array.get(data, i) : data;
          values[i] = one instanceof Boolean truth ? (truth ? 1 : 0) : ((Number) one).doubleValue();
        }
      }
      return values;
    }
  }
}
