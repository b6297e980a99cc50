package org.sweetspot.weights;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Small files written with the formats' own libraries by weights_files.py and torch_files.py in
 * src/test/python.
 */
final class SampleFiles {
  private SampleFiles() {}

  static Path folder() {
    try {
      return Path.of(
              Objects.requireNonNull(SampleFiles.class.getResource("net.safetensors")).toURI())
          .resolveSibling(".")
          .normalize();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  static List<Path> all() throws IOException {
    try (var paths = Files.list(folder())) {
      return paths.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** The rule of the script: entry i of n is (i - n / 2) / 8. */
  static double[] ruled(long count) {
    double[] values = new double[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i - values.length / 2) / 8.0;
    }
    return values;
  }
}
