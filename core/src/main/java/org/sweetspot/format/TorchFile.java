package org.sweetspot.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tensors of a PyTorch file (.pt, .pth, .ckpt, .bin): a zip archive with a pickle that names
 * tensors, and an entry for the numbers of each storage. TorchScript archives have the same layout;
 * their code is not looked at. Names of nested maps are joined by dots.
 *
 * @param tensors in the order of the pickle
 */
public record TorchFile(List<StoredTensor> tensors) {
  private static final String PICKLE = "data.pkl";
  private static final int MOST_BYTES = 1 << 28;
  private static final int DEEPEST = 100;
  private static final int MOST_VISITS = 1 << 22;

  /** Copies the list. */
  public TorchFile {
    tensors = List.copyOf(tensors);
  }

  /** Whether an archive with entries of these names is one. */
  public static boolean fits(List<String> names) {
    return names.stream().anyMatch(TorchFile::isPickle);
  }

  private static boolean isPickle(String name) {
    return name.endsWith("/" + PICKLE) && name.indexOf('/') == name.lastIndexOf('/');
  }

  /**
   * Reads the pickle.
   *
   * @throws FormatException if the file isn't one, or names anything but data
   */
  public static TorchFile open(Path file) throws IOException {
    try (ZipArchive archive = ZipArchive.open(file)) {
      String pickle =
          archive.names().stream()
              .filter(TorchFile::isPickle)
              .findFirst()
              .orElseThrow(
                  () ->
                      new FormatException(
                          file.toString(),
                          "an entry " + PICKLE,
                          "none",
                          "write the file with torch.save"));
      String folder = pickle.substring(0, pickle.length() - PICKLE.length());
      String place = archive.place(pickle);
      Object root = Pickle.read(place, archive.bytes(pickle, MOST_BYTES), new TorchWorld(place));
      ByteOrder order = order(archive, folder + "byteorder");
      List<StoredTensor> tensors = new ArrayList<>();
      for (Map.Entry<String, TorchTensor> found : named(place, root).entrySet()) {
        Stored stored = new Stored(file, folder, order, found.getKey(), found.getValue());
        stored.check(archive);
        tensors.add(stored);
      }
      return new TorchFile(tensors);
    }
  }

  /** What the pickle describes, before its tensors are looked for. */
  static Object root(Path file) throws IOException {
    try (ZipArchive archive = ZipArchive.open(file)) {
      String pickle =
          archive.names().stream().filter(TorchFile::isPickle).findFirst().orElse(PICKLE);
      String place = archive.place(pickle);
      return Pickle.read(place, archive.bytes(pickle, MOST_BYTES), new TorchWorld(place));
    }
  }

  /** The tensors in nested maps and lists, by their joined names. */
  static Map<String, TorchTensor> named(String place, Object root) throws FormatException {
    Walk walk = new Walk(place);
    walk.visit("", root, 0);
    return walk.found;
  }

  private static ByteOrder order(ZipArchive archive, String entry) throws IOException {
    boolean big =
        archive.size(entry).isPresent()
            && new String(archive.bytes(entry, 64), StandardCharsets.UTF_8).equals("big");
    return big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  /** Finds tensors in nested maps and lists; shared parts are visited again, but not for ever. */
  private static final class Walk {
    private final String place;
    private final Map<String, TorchTensor> found = new LinkedHashMap<>();
    private final Set<String> names = new HashSet<>();
    private int visits;

    Walk(String place) {
      this.place = place;
    }

    void visit(String name, Object object, int depth) throws FormatException {
      if (depth > DEEPEST || ++visits > MOST_VISITS) {
        throw new FormatException(
            place,
            "at most " + DEEPEST + " levels and " + MOST_VISITS + " objects",
            "more",
            "the file is hostile or damaged: save model.state_dict() anew");
      }
      if (object instanceof TorchTensor tensor) {
        String unique = name.isEmpty() ? "tensor" : name;
        if (!names.add(unique)) {
          throw new FormatException(
              place, "each name once", unique + " twice", "save model.state_dict() anew");
        }
        found.put(unique, tensor);
      } else if (object instanceof List<?> list) {
        for (int i = 0; i < list.size(); i++) {
          visit(joined(name, Integer.toString(i)), list.get(i), depth + 1);
        }
      } else {
        for (Map.Entry<?, ?> entry : TorchWorld.entries(object).entrySet()) {
          visit(joined(name, String.valueOf(entry.getKey())), entry.getValue(), depth + 1);
        }
      }
    }

    private static String joined(String name, String part) {
      return name.isEmpty() ? part : name + "." + part;
    }
  }

  private record Stored(Path file, String folder, ByteOrder order, String name, TorchTensor tensor)
      implements StoredTensor {
    @Override
    public NumberType type() {
      return tensor.type();
    }

    @Override
    public List<Long> shape() {
      return tensor.shape();
    }

    private String entry() {
      return folder + "data/" + tensor.storage().key();
    }

    /** Whether the storage is there and as long as the pickle says. */
    void check(ZipArchive archive) throws IOException {
      long size = archive.requireSize(entry());
      if (size < tensor.storage().bytes()) {
        throw new FormatException(
            archive.place(entry()),
            tensor.storage().bytes() + " bytes",
            size + " bytes",
            "the file is damaged: write or copy it anew");
      }
    }

    @Override
    public double[] read() throws IOException {
      String place = file + ", tensor " + name;
      long count = NumberReader.count(place, shape());
      if (count == 0) {
        return new double[0];
      }
      try (ZipArchive archive = ZipArchive.open(file)) {
        check(archive);
        boolean whole = tensor.contiguous();
        long span = whole ? count : tensor.span();
        double[] numbers;
        try (InputStream input = archive.stream(entry())) {
          input.skipNBytes(tensor.offset() * type().bytes());
          numbers = NumberReader.read(place, input, type(), order, span);
          if (tensor.offset() == 0 && span * type().bytes() == archive.requireSize(entry())) {
            input.read(); // At its end the entry compares its checksum.
          }
        } catch (java.io.EOFException | java.util.zip.ZipException broken) {
          throw new FormatException(
              place,
              span + " numbers",
              String.valueOf(broken.getMessage()),
              "the file is cut off or damaged: write or copy it anew");
        }
        if (whole) {
          return numbers;
        }
        double[] entries = NumberReader.allocate(place, count);
        tensor.gather(numbers, entries);
        return entries;
      }
    }
  }
}
