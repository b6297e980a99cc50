package org.sweetspot.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** NumPy's arrays as tensors that are read when they are asked for. */
public final class NpzTensors {
  private NpzTensors() {}

  /** The names of all entries of a zip archive. */
  public static List<String> entries(Path file) throws IOException {
    try (ZipArchive archive = ZipArchive.open(file)) {
      return archive.names();
    }
  }

  /**
   * The arrays of an npz archive.
   *
   * @throws FormatException if it has none
   */
  public static FileTensors of(Path file) throws IOException {
    try (NpzFile archive = NpzFile.open(file)) {
      List<StoredTensor> tensors = new ArrayList<>();
      Map<String, String> unread = new LinkedHashMap<>();
      for (String name : archive.names()) {
        try (NpyReader reader = archive.array(name)) {
          tensors.add(new Stored(file, name, true, reader.header()));
        } catch (UnreadNumbersException other) {
          unread.put(name, "an array of type " + other.got() + bfloat(other.got()));
        }
      }
      if (tensors.isEmpty() && unread.isEmpty()) {
        List<String> others = entries(file);
        throw new FormatException(
            file.toString(),
            "arrays of NumPy, a PyTorch pickle or Keras weights in the archive",
            others.isEmpty() ? "none" : "others, such as " + others.get(0),
            others.isEmpty()
                ? "give a file of weights"
                : "unpack it, and give the file or the folder of weights that was in it");
      }
      return new FileTensors(tensors, unread);
    }
  }

  private static String bfloat(String type) {
    return type.contains("V2'")
        ? " that NumPy knows; bfloat16 is written so, and .astype('float32') keeps its numbers"
        : "";
  }

  /** The array of an npy file, called "array". */
  public static StoredTensor single(Path file) throws IOException {
    try (NpyReader reader = NpyReader.open(file)) {
      return new Stored(file, "array", false, reader.header());
    }
  }

  private record Stored(Path file, String name, boolean archived, NpyHeader header)
      implements StoredTensor {
    @Override
    public NumberType type() {
      return header.type().number();
    }

    @Override
    public List<Long> shape() {
      return header.shape().stream().map(Integer::longValue).toList();
    }

    @Override
    public double[] read() throws IOException {
      if (!archived) {
        try (NpyReader reader = NpyReader.open(file)) {
          return reader.all();
        }
      }
      try (NpzFile archive = NpzFile.open(file);
          NpyReader reader = archive.array(name)) {
        return reader.all();
      }
    }
  }
}
