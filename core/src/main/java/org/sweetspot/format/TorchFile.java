package org.sweetspot.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The tensors of a PyTorch file (.pt, .pth, .ckpt, .bin): a zip archive with a pickle that names
 * tensors, and an entry for the numbers of each storage. TorchScript archives have the same layout;
 * of their code only the names of parameters and buffers are looked at. Names of nested maps are
 * joined by dots.
 *
 * @param contents tensors in the order of the pickle
 * @param script whether it is a TorchScript archive
 * @param frozen whether its tensors are constants of a frozen module, without names
 */
public record TorchFile(FileTensors contents, boolean script, boolean frozen) {
  private static final String DATA = "data";
  private static final String CONSTANTS = "constants";
  private static final String PICKLE = DATA + ".pkl";
  private static final int MOST_BYTES = 1 << 28;

  /** The tensors that can be read. */
  public List<StoredTensor> tensors() {
    return contents.tensors();
  }

  /** Whether an archive with entries of these names is one. */
  public static boolean fits(List<String> names) {
    return names.stream().anyMatch(TorchFile::isPickle);
  }

  private static boolean isPickle(String name) {
    return name.endsWith("/" + PICKLE) && name.indexOf('/') == name.lastIndexOf('/');
  }

  /**
   * Reads the pickle; classes that it names are never made, their data are looked through.
   *
   * @throws FormatException if the file isn't one
   */
  public static TorchFile open(Path file) throws IOException {
    try (ZipArchive archive = ZipArchive.open(file)) {
      List<String> names = archive.names();
      String pickle =
          names.stream()
              .filter(TorchFile::isPickle)
              .findFirst()
              .orElseThrow(
                  () ->
                      new FormatException(
                          file.toString(),
                          "an entry " + PICKLE,
                          "none",
                          "write the weights to a new file with torch.save"));
      String folder = pickle.substring(0, pickle.length() - PICKLE.length());
      boolean script = names.stream().anyMatch(name -> name.startsWith(folder + "code/"));
      ScriptClasses classes = script ? ScriptClasses.of(archive, folder) : ScriptClasses.NONE;
      FileTensors contents = read(file, archive, folder, DATA, classes);
      // Freezing a module makes constants of its parameters.
      if (contents.tensors().isEmpty() && names.contains(folder + CONSTANTS + ".pkl")) {
        return new TorchFile(read(file, archive, folder, CONSTANTS, classes), script, true);
      }
      return new TorchFile(contents, script, false);
    }
  }

  private static FileTensors read(
      Path file, ZipArchive archive, String folder, String part, ScriptClasses classes)
      throws IOException {
    String pickle = folder + part + ".pkl";
    String place = archive.place(pickle);
    Object root = Pickle.read(place, archive.bytes(pickle, MOST_BYTES), new TorchWorld(place));
    TorchWalk walk = new TorchWalk(place, classes);
    walk.visit(root);
    ByteOrder order = order(archive, folder + "byteorder");
    List<StoredTensor> tensors = new ArrayList<>();
    for (TorchWalk.Found found : walk.found()) {
      tensors.add(
          found.stored(
              (one, tensor) -> {
                Stored stored = new Stored(file, folder + part + "/", order, one, tensor);
                stored.check(archive);
                return stored;
              }));
    }
    tensors.addAll(walk.arrays());
    return new FileTensors(tensors, walk.unread());
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

  private static ByteOrder order(ZipArchive archive, String entry) throws IOException {
    boolean big =
        archive.size(entry).isPresent()
            && new String(archive.bytes(entry, 64), StandardCharsets.UTF_8).equals("big");
    return big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  private record Stored(
      Path file, String folder, ByteOrder order, TorchWalk.Found found, TorchTensor tensor)
      implements TorchStored {
    private String entry() {
      return folder + tensor.storage().key();
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
    public double[] numbers(String place, long count) throws IOException {
      try (ZipArchive archive = ZipArchive.open(file)) {
        check(archive);
        try (InputStream input = archive.stream(entry())) {
          input.skipNBytes(tensor.offset() * type().bytes());
          double[] numbers = NumberReader.read(place, input, type(), order, count);
          if (tensor.offset() == 0 && count * type().bytes() == archive.requireSize(entry())) {
            input.read(); // At its end the entry compares its checksum.
          }
          return numbers;
        } catch (java.io.EOFException | java.util.zip.ZipException broken) {
          throw new FormatException(
              place,
              count + " numbers",
              String.valueOf(broken.getMessage()),
              "the file is cut off or damaged: write or copy it anew");
        }
      }
    }
  }
}
