package org.sweetspot.format;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The variables of a TensorFlow checkpoint, or of a SavedModel's folder {@code variables}: an index
 * (PREFIX.index, a {@link SortedTable} of names and places) and shards of numbers
 * (PREFIX.data-00000-of-00001). A checkpoint of TensorFlow 2 also holds a graph of objects, which
 * gives variables their names and tells an optimizer's slots ({@link TrackedObjects}).
 *
 * <p>Source: tensorflow/core/protobuf/tensor_bundle.proto.
 */
public final class TensorBundle {
  private static final String SUFFIX = ".index";
  private static final String VALUE = "/.ATTRIBUTES/VARIABLE_VALUE";
  private static final String OBJECTS = "_CHECKPOINTABLE_OBJECT_GRAPH";
  private static final int MOST_AXES = 64;
  private static final int MOST_GRAPH = 1 << 28;
  private static final String DAMAGED = "the checkpoint is damaged: write or copy it anew";
  // What TensorFlow 1 names a variable's slots of an optimizer, behind the variable's own name.
  private static final List<String> SLOTS =
      List.of(
          "Adam",
          "Adam_1",
          "Momentum",
          "RMSProp",
          "RMSProp_1",
          "Adagrad",
          "Adadelta",
          "Adadelta_1",
          "Ftrl",
          "Ftrl_1",
          "LAMB",
          "LAMB_1",
          "AdamW",
          "AdamW_1",
          "adam_m",
          "adam_v",
          "lamb_m",
          "lamb_v");
  private static final Map<Integer, NumberType> TYPES =
      Map.ofEntries(
          Map.entry(1, NumberType.F32),
          Map.entry(2, NumberType.F64),
          Map.entry(3, NumberType.I32),
          Map.entry(4, NumberType.U8),
          Map.entry(5, NumberType.I16),
          Map.entry(6, NumberType.I8),
          Map.entry(9, NumberType.I64),
          Map.entry(10, NumberType.BOOL),
          Map.entry(14, NumberType.BF16),
          Map.entry(17, NumberType.U16),
          Map.entry(19, NumberType.F16),
          Map.entry(22, NumberType.U32),
          Map.entry(23, NumberType.U64),
          Map.entry(24, NumberType.F8_E5M2),
          Map.entry(25, NumberType.F8_E4M3));
  private static final Map<Integer, String> OTHERS =
      Map.of(7, "texts", 8, "complex numbers", 18, "complex numbers", 20, "a resource");

  private TensorBundle() {}

  /** What the index says of a tensor. */
  private record Entry(
      int type, List<Long> shape, int shard, long offset, long size, int checksum, boolean cut) {
    /** Whether both are the same numbers, by their checksum. */
    boolean same(Entry other) {
      return type == other.type
          && shape.equals(other.shape)
          && size == other.size
          && checksum == other.checksum;
    }
  }

  /** Whether a file is the index of a checkpoint. */
  public static boolean fits(Path file) throws IOException {
    return file.toString().endsWith(SUFFIX) && SortedTable.fits(file);
  }

  /**
   * Reads the index; numbers are read when they are asked for.
   *
   * @param index the file PREFIX.index, beside the shards
   * @throws FormatException if it isn't one, or a shard is missing or too short
   */
  public static FileTensors open(Path index) throws IOException {
    Map<String, byte[]> table = SortedTable.entries(index);
    byte[] head = table.remove("");
    if (head == null) {
      throw wrong(index.toString(), "the index of a checkpoint, with a header", "none");
    }
    Shards shards = Shards.of(index, head);
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Map.Entry<String, byte[]> one : table.entrySet()) {
      String name =
          new String(one.getKey().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
      // Slices of larger tensors have keys that begin with a zero.
      if (!name.startsWith("\0")) {
        entries.put(name, entry(index + ", " + name, one.getValue()));
      }
    }
    TrackedObjects objects = TrackedObjects.NONE;
    Entry graph = entries.remove(OBJECTS);
    if (graph != null && graph.size <= MOST_GRAPH) {
      Path file = shards.file(index + ", " + OBJECTS, graph.shard, graph.offset, graph.size);
      objects = TrackedObjects.read(index + ", " + OBJECTS, file, graph.offset, graph.size);
    }
    Reading reading = new Reading(index, shards, objects, entries);
    for (Map.Entry<String, Entry> one : entries.entrySet()) {
      reading.add(one.getKey(), one.getValue());
    }
    return new FileTensors(reading.tensors, reading.unread);
  }

  /** Makes tensors of entries. */
  private static final class Reading {
    private final Path index;
    private final Shards shards;
    private final TrackedObjects objects;
    private final Map<String, Entry> entries;
    private final Map<String, List<Entry>> named = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private final List<StoredTensor> tensors = new ArrayList<>();
    private final Map<String, String> unread = new LinkedHashMap<>();

    Reading(Path index, Shards shards, TrackedObjects objects, Map<String, Entry> entries) {
      this.index = index;
      this.shards = shards;
      this.objects = objects;
      this.entries = entries;
      entries.forEach(
          (key, entry) ->
              objects
                  .name(key)
                  .ifPresent(
                      name -> named.computeIfAbsent(name, n -> new ArrayList<>()).add(entry)));
    }

    /** The variable's own name, unless another variable has the same. */
    private String name(String key, Entry entry) {
      return objects
          .name(key)
          .filter(name -> named.getOrDefault(name, List.of()).stream().allMatch(entry::same))
          .orElse(key.replace(VALUE, ""));
    }

    void add(String key, Entry entry) throws IOException {
      String place = index + ", " + key;
      String name = name(key, entry);
      Optional<NumberType> type = Optional.ofNullable(TYPES.get(entry.type));
      if (!taken.add(name)) {
        unread.put(key.replace(VALUE, ""), "the variable " + name + " once more");
      } else if (key.contains("/.ATTRIBUTES/") && !key.endsWith(VALUE)) {
        unread.put(name, "an attribute of an object, no variable");
      } else if (key.contains("keras_api/metrics/")) {
        unread.put(name, "state of a metric");
      } else if (type.isEmpty()) {
        unread.put(
            name, OTHERS.getOrDefault(entry.type, "numbers of TensorFlow's type " + entry.type));
      } else if (entry.cut) {
        unread.put(name, "stored in slices");
      } else {
        long bytes = NumberReader.count(place, entry.shape) * type.get().bytes();
        if (entry.size != bytes) {
          throw wrong(place, bytes + " bytes for the shape " + entry.shape, entry.size + "");
        }
        tensors.add(
            new StretchTensor(
                shards.file(place, entry.shard, entry.offset, entry.size),
                name,
                type.get(),
                entry.shape,
                entry.offset,
                shards.order,
                slot(key, objects, entries)
                    ? StoredTensor.Part.OPTIMIZER
                    : StoredTensor.Part.UNKNOWN,
                List.of(name)));
      }
    }
  }

  /** Whether the graph of objects or a name of TensorFlow 1 says that an optimizer keeps it. */
  private static boolean slot(String key, TrackedObjects objects, Map<String, Entry> all) {
    int last = key.lastIndexOf('/');
    boolean named =
        last > 0
            && all.containsKey(key.substring(0, last))
            && SLOTS.contains(key.substring(last + 1));
    return named
        || objects.slot(key)
        || key.contains("/.OPTIMIZER_SLOT/")
        || key.matches("(?:.*/)?beta[12]_power")
        || (key.matches("(?:.*/)?_?optimizer/.*") && !objects.outside(key));
  }

  private static Entry entry(String place, byte[] message) throws IOException {
    WireReader reader = new WireReader(place, message);
    int type = 0;
    int shard = 0;
    long offset = 0;
    long size = 0;
    int checksum = 0;
    boolean cut = false;
    List<Long> shape = new ArrayList<>();
    List<long[]> shapes = new ArrayList<>();
    while (reader.next()) {
      switch (reader.field()) {
        case 1 -> type = (int) reader.number();
        case 2 -> shapes.add(new long[] {reader.start(), reader.end()});
        case 3 -> shard = (int) reader.number();
        case 4 -> offset = reader.number();
        case 5 -> size = reader.number();
        case 6 -> checksum = reader.fixed32();
        case 7 -> cut = true;
        default -> {}
      }
    }
    List<long[]> axes = new ArrayList<>();
    for (long[] one : shapes) {
      reader.within(one[0], one[1]);
      while (reader.next()) {
        if (reader.field() == 2) {
          axes.add(new long[] {reader.start(), reader.end()});
        }
      }
    }
    if (axes.size() > MOST_AXES) {
      throw reader.wrong("at most " + MOST_AXES + " axes", axes.size() + "");
    }
    for (long[] axis : axes) {
      long extent = 0;
      reader.within(axis[0], axis[1]);
      while (reader.next()) {
        if (reader.field() == 1) {
          extent = reader.number();
        }
      }
      shape.add(extent);
    }
    return new Entry(type, shape, shard, offset, size, checksum, cut);
  }

  private static FormatException wrong(String place, String expected, String got) {
    return new FormatException(place, expected, got, DAMAGED);
  }

  /** The files of numbers beside an index. */
  private record Shards(Path index, int count, ByteOrder order) {
    static Shards of(Path index, byte[] head) throws IOException {
      WireReader reader = new WireReader(index + ", header", head);
      int count = 0;
      boolean big = false;
      while (reader.next()) {
        if (reader.field() == 1) {
          count = (int) Math.min(Integer.MAX_VALUE, Math.max(0, reader.number()));
        } else if (reader.field() == 2) {
          big = reader.number() == 1;
        }
      }
      return new Shards(index, count, big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    /** The shard that holds a stretch of bytes. */
    Path file(String place, int shard, long offset, long size) throws IOException {
      if (shard < 0 || shard >= count || offset < 0 || size < 0) {
        throw wrong(place, "one of " + count + " shards", "number " + shard);
      }
      String name = String.valueOf(index.getFileName());
      String prefix = name.substring(0, name.length() - SUFFIX.length());
      Path file =
          FolderMate.of(index, place, "%s.data-%05d-of-%05d".formatted(prefix, shard, count));
      if (offset > Files.size(file) - size) {
        throw wrong(
            place,
            size + " bytes from byte " + offset + " on in " + file.getFileName(),
            Files.size(file) + " bytes in the file");
      }
      return file;
    }
  }
}
