package org.sweetspot.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.sweetspot.format.NpzFile;
import org.sweetspot.recipe.AugmentationRecipe;
import org.sweetspot.recipe.DataRecipe;
import org.sweetspot.recipe.ScalingRecipe;
import org.sweetspot.recipe.SourceRecipe;
import org.sweetspot.recipe.SplitRecipe;

/** Makes the small files that the tests of this package read. */
final class TinyFiles {
  static final SplitRecipe WHOLE = new SplitRecipe(0, 0, 0, 1);

  private TinyFiles() {}

  static DataRecipe recipe(SourceRecipe source, SplitRecipe split) {
    return new DataRecipe(source, split, ScalingRecipe.NONE, AugmentationRecipe.NONE);
  }

  /** The folder of the files that NumPy wrote. */
  static Path numpy() throws URISyntaxException {
    URL file = Objects.requireNonNull(NpzFile.class.getResource("savez.npz"));
    return Objects.requireNonNull(Path.of(file.toURI()).getParent());
  }

  /** Bytes i mod 256 behind an idx header. */
  static byte[] idx(int... shape) {
    int size = 1;
    for (int length : shape) {
      size *= length;
    }
    byte[] values = new byte[size];
    for (int i = 0; i < size; i++) {
      values[i] = (byte) (shape.length == 1 ? i % 3 : i);
    }
    return idx(values, shape);
  }

  static byte[] idx(byte[] values, int... shape) {
    ByteBuffer file = ByteBuffer.allocate(4 + 4 * shape.length + values.length);
    file.putInt(0x800 + shape.length);
    for (int length : shape) {
      file.putInt(length);
    }
    return file.put(values).array();
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream output = new GZIPOutputStream(packed)) {
      output.write(bytes);
    }
    return packed.toByteArray();
  }

  /** Six training and three test images of 2 x 3, plain and gzipped, under both spellings. */
  static Path mnist(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("train-images-idx3-ubyte"), idx(6, 2, 3));
    Files.write(folder.resolve("train-labels.idx1-ubyte"), idx(6));
    Files.write(folder.resolve("t10k-images.idx3-ubyte.gz"), gzip(idx(3, 2, 3)));
    Files.write(folder.resolve("t10k-labels-idx1-ubyte.gz"), gzip(idx(3)));
    return folder;
  }

  /** Records whose labels count up and whose pixels are the label plus the position mod 200. */
  static byte[] cifar(int labelBytes, int... labels) {
    ByteBuffer file = ByteBuffer.allocate(labels.length * (labelBytes + 3072));
    for (int label : labels) {
      if (labelBytes == 2) {
        file.put((byte) 19);
      }
      file.put((byte) label);
      for (int i = 0; i < 3072; i++) {
        file.put((byte) ((label + i) % 200));
      }
    }
    return file.array();
  }

  static Path cifar10(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (int batch = 1; batch <= 5; batch++) {
      Files.write(folder.resolve("data_batch_" + batch + ".bin"), cifar(1, batch, 9));
    }
    Files.write(folder.resolve("test_batch.bin"), cifar(1, 0));
    return folder;
  }
}
