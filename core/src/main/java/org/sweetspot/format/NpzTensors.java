package org.sweetspot.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
   * @throws FormatException if it has none, or one of them is no array of numbers
   */
  public static List<StoredTensor> of(Path file) throws IOException {
    try (NpzFile archive = NpzFile.open(file)) {
      List<StoredTensor> tensors = new ArrayList<>();
      for (String name : archive.names()) {
        try (NpyReader reader = archive.array(name)) {
          tensors.add(new Stored(file, name, true, reader.header()));
        }
      }
      if (tensors.isEmpty()) {
        throw new FormatException(
            file.toString(),
            "arrays of NumPy, a PyTorch pickle or Keras weights in the archive",
            "none",
            "give a file of weights");
      }
      return tensors;
    }
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
