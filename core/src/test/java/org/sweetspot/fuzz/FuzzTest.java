package org.sweetspot.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

/** A short round over every loader; benchmarks/fuzz/run makes a million. */
@Tag("heavy")
class FuzzTest {
  private static final int EACH = 60;

  @TempDir Path folder;

  @Test
  void whateverAFileHoldsItIsReadOrRefusedInWords() throws IOException, URISyntaxException {
    List<Loader> loaders = Loaders.all();
    Fuzzing fuzzing = new Fuzzing(loaders, folder, false);
    RandomStream stream = new Seed(12).stream("fuzz");
    for (long i = 0; i < (long) EACH * loaders.size(); i++) {
      fuzzing.next(i, stream);
    }
    assertThat(fuzzing.refused()).isGreaterThan(10L * loaders.size());
    assertThat(fuzzing.read()).isPositive();
  }

  @Test
  void wholeFilesAreReadByTheirLoaders() throws IOException, URISyntaxException {
    List<Loader> loaders = Loaders.all();
    Fuzzing fuzzing = new Fuzzing(loaders, folder, false);
    for (int i = 0; i < loaders.size(); i++) {
      fuzzing.attempt(loaders.get(i), folder.resolve(i + "").resolve(loaders.get(i).file()));
    }
    // Some samples are there to be refused.
    assertThat(fuzzing.read()).isGreaterThan(loaders.size() / 2);
  }

  /** Files that once led to something else than numbers or words. */
  @Test
  void whatWasFoundBeforeIsReadOrRefusedInWords() throws IOException, URISyntaxException {
    Fuzzing fuzzing = new Fuzzing(List.of(), folder, false);
    Map<String, byte[]> kept = Loaders.kept();
    for (Map.Entry<String, byte[]> file : kept.entrySet()) {
      Path copy = Files.write(folder.resolve(file.getKey()), file.getValue());
      for (Loader loader : Loaders.of(file.getKey(), file.getValue())) {
        fuzzing.attempt(loader, copy);
      }
    }
    assertThat(kept).hasSizeGreaterThan(1);
    assertThat(fuzzing.read() + fuzzing.refused()).isGreaterThan(kept.size());
  }
}
