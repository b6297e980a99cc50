package org.sweetspot.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

/** A short round over every loader; benchmarks/fuzz/run makes a million. */
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
}
