package org.sweetspot.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a PyTorch file in the format from before version 1.6, which {@code torch.save}
 * still writes with {@code _use_new_zipfile_serialization=False}.
 *
 * <p>Five pickles one after another: a magic number, the format's version, facts about the machine,
 * the object, a list of keys of storages. Then each storage in that order: how many numbers it has
 * (8 bytes), and the numbers. All little-endian. The object is read as in a {@link TorchFile}, and
 * nothing is executed.
 *
 * <p>Source: {@code _legacy_save} and {@code _legacy_load} in torch/serialization.py.
 */
public final class LegacyTorchFile {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long VERSION = 1001;
  private static final int JOBLIB_WITHIN = 1 << 16;
  // The object's pickle holds names and shapes only.
  private static final int MOST_BYTES = 1 << 28;
  private static final String REMEDY =
      "the file is cut off or damaged, or is a pickle of something else: save model.state_dict()"
          + " to a new file with torch.save";

  private LegacyTorchFile() {}

  /** A storage in the file: first byte of its numbers. */
  private record Place(long start) {}

  /** Whether a file that begins so can be one: a pickle of protocol 2 to 5. */
  public static boolean fits(byte[] start) {
    return start.length > 1 && (start[0] & 0xff) == 0x80 && start[1] >= 2 && start[1] <= 5;
  }

  /**
   * Reads the pickles and finds the storages.
   *
   * @throws FormatException if the file isn't one, or names anything but data
   */
  public static FileTensors open(Path file) throws IOException {
    String place = file.toString();
    if (isJoblib(file)) {
      throw new FormatException(
          place,
          "a PyTorch file",
          "a file of joblib, whose arrays lie between the parts of a pickle",
          "load it in Python (joblib.load) and save its arrays to a new file with numpy.savez");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      Read read = new Read(place, channel);
      Map<String, Place> storages =
          places(place, channel, read.input.position(), read.keys, read.world.storages);
      TorchWalk walk = new TorchWalk(place);
      walk.visit(read.root);
      List<StoredTensor> tensors = new ArrayList<>();
      for (TorchWalk.Found found : walk.found()) {
        tensors.add(found.stored((one, tensor) -> stored(file, storages, one, tensor)));
      }
      tensors.addAll(walk.arrays());
      return new FileTensors(tensors, walk.unread());
    }
  }

  /** Whether a pickle names joblib's classes before its first array. */
  private static boolean isJoblib(Path file) throws IOException {
    try (InputStream begin = Files.newInputStream(file)) {
      return new String(begin.readNBytes(JOBLIB_WITHIN), StandardCharsets.ISO_8859_1)
          .contains("joblib.numpy_pickle");
    }
  }

  private static Stored stored(
      Path file, Map<String, Place> storages, TorchWalk.Found found, TorchTensor tensor)
      throws FormatException {
    Place storage = storages.get(tensor.storage().key());
    if (storage == null) {
      throw wrong(file + ", tensor " + found.name(), "its storage in the file", "none of its key");
    }
    return new Stored(file, found, tensor, storage.start);
  }

  /** What the pickles describe, before tensors are looked for. */
  static Object root(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new Read(file.toString(), channel).root;
    }
  }

  /** The five pickles. */
  private static final class Read {
    private final ByteBuffer input;
    private final Recorder world;
    private final Object root;
    private final List<?> keys;

    Read(String place, FileChannel channel) throws IOException {
      // Mapped, since where the pickles end is known only when they were read.
      input = channel.map(FileChannel.MapMode.READ_ONLY, 0, Math.min(MOST_BYTES, channel.size()));
      world = new Recorder(new TorchWorld(place));
      if (!MAGIC.equals(Pickle.next(place, input, world))) {
        throw new FormatException(
            place,
            "PyTorch's magic number at the beginning",
            "a pickle of something else",
            "save the weights to a new file with torch.save(model.state_dict(), path) or"
                + " numpy.savez");
      }
      if (!Long.valueOf(VERSION).equals(Pickle.next(place, input, world))) {
        throw wrong(place + ", version", Long.toString(VERSION), "another");
      }
      Pickle.next(place, input, world);
      root = Pickle.next(place, input, world);
      keys = list(place, Pickle.next(place, input, world));
    }
  }

  private static List<?> list(String place, Object keys) throws FormatException {
    if (keys instanceof List<?> list) {
      return list;
    }
    throw wrong(place + ", keys of the storages", "a list", "something else");
  }

  private static Map<String, Place> places(
      String place,
      FileChannel channel,
      long start,
      List<?> keys,
      Map<String, TorchTensor.Storage> known)
      throws IOException {
    Map<String, Place> places = new HashMap<>();
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    long at = start;
    for (Object key : keys) {
      TorchTensor.Storage storage = key instanceof String name ? known.get(name) : null;
      if (storage == null || places.containsKey(storage.key())) {
        throw wrong(place + ", keys of the storages", "each storage of the pickle once", "another");
      }
      length.clear();
      while (length.hasRemaining()) {
        if (channel.read(length, at + length.position()) < 0) {
          throw wrong(place + ", storage " + key, "its length", "the end of the file");
        }
      }
      at += Long.BYTES;
      long bytes = storage.bytes();
      int width = known(storage, length.getLong(0));
      if (width < 1 || bytes > channel.size() - at) {
        throw wrong(
            place + ", storage " + key,
            bytes + " bytes, as the pickle says, within " + (channel.size() - at) + " that follow",
            length.getLong(0) + " numbers");
      }
      places.put(storage.key(), new Place(at));
      at += bytes;
    }
    return places;
  }

  /** Bytes of a number if the count agrees with the storage's bytes, else 0. */
  private static int known(TorchTensor.Storage storage, long count) {
    if (count == 0) {
      return storage.bytes() == 0 ? 1 : 0;
    }
    boolean whole = count > 0 && storage.bytes() % count == 0;
    long width = whole ? storage.bytes() / count : 0;
    return width >= 1 && width <= 16 ? (int) width : 0;
  }

  private static FormatException wrong(String what, String expected, String got) {
    return new FormatException(what, expected, got, REMEDY);
  }

  /** Notes the storages that a pickle names. */
  private static final class Recorder implements Pickle.World {
    private final TorchWorld world;
    private final Map<String, TorchTensor.Storage> storages = new HashMap<>();

    Recorder(TorchWorld world) {
      this.world = world;
    }

    @Override
    public Object global(String module, String name) throws FormatException {
      return world.global(module, name);
    }

    @Override
    public Object call(Object callable, List<Object> arguments) throws FormatException {
      return world.call(callable, arguments);
    }

    @Override
    public void fill(Object instance, Object state) throws FormatException {
      world.fill(instance, state);
    }

    @Override
    public Object persistent(Object id) throws FormatException {
      if (id instanceof List<?> parts && parts.size() > 5 && parts.get(5) != Pickle.Nothing.NONE) {
        throw wrong(
            "a storage of the file",
            "numbers of its own",
            "a part of another storage, as PyTorch before 0.4 wrote");
      }
      Object storage = world.persistent(id);
      TorchTensor.Storage numbers = TorchWorld.storage(storage);
      storages.putIfAbsent(numbers.key(), numbers);
      return storage;
    }
  }

  private record Stored(Path file, TorchWalk.Found found, TorchTensor tensor, long start)
      implements TorchStored {
    @Override
    public double[] numbers(String place, long count) throws IOException {
      long first = start + tensor.offset() * type().bytes();
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
          InputStream input = Channels.newInputStream(channel.position(first))) {
        return NumberReader.read(place, input, type(), ByteOrder.LITTLE_ENDIAN, count);
      } catch (EOFException cut) {
        throw wrong(place, count + " numbers", "the end of the file");
      }
    }
  }
}
