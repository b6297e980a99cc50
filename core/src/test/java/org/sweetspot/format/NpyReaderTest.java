package org.sweetspot.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class NpyReaderTest {
  private static Path file(String name) throws URISyntaxException {
    URL url = Objects.requireNonNull(NpyReaderTest.class.getResource(name), name);
    return Path.of(url.toURI());
  }

  @Test
  void theFirstAxisMayRunFastest() throws Exception {
    try (NpyReader grid = NpyReader.open(file("grid.npy"))) {
      assertThat(grid.header().fortran()).isTrue();
      assertThat(grid.header().shape()).containsExactly(2, 3, 4);
      double[] values = grid.all();
      for (int i = 0; i < 24; i++) {
        assertThat(values[i]).isEqualTo(i);
      }
    }
  }

  @Test
  void integersOf64BitsAreExactUpToTheDoubles() throws Exception {
    try (NpyReader integers = NpyReader.open(file("integers.npy"))) {
      assertThat(integers.all()).containsExactly(-0x1p53, 0x1p53, -1, 7);
    }
    try (NpyReader unsigned = NpyReader.open(file("unsigned.npy"))) {
      assertThat(unsigned.all()).containsExactly(0x1p64 - 2048, 0x1p63);
    }
  }

  @Test
  void aSingleNumberAnEmptyArrayAndVersionTwoAreRead() throws Exception {
    try (NpyReader number = NpyReader.open(file("number.npy"))) {
      assertThat(number.header().shape()).isEmpty();
      assertThat(number.all()).containsExactly(2.5);
    }
    try (NpyReader empty = NpyReader.open(file("empty.npy"))) {
      assertThat(empty.header().shape()).containsExactly(0, 4);
      assertThat(empty.all()).isEmpty();
    }
    try (NpyReader version = NpyReader.open(file("version2.npy"))) {
      assertThat(version.all()).containsExactly(0, 1, 2);
    }
  }

  @Test
  void anArchiveListsItsArrays() throws IOException, URISyntaxException {
    try (NpzFile archive = NpzFile.open(file("tested.npz"))) {
      assertThat(archive.names()).isEqualTo(List.of("x", "y", "x_test", "y_test"));
      assertThat(archive.has("z")).isFalse();
    }
  }
}
