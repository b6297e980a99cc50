package org.sweetspot.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sweetspot.data.TinyFiles.recipe;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.format.Damage;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.SourceRecipe;
import org.sweetspot.recipe.SplitRecipe;

/** Whatever bytes a file has, it is loaded or refused with DataException, never anything else. */
class DataFuzzTest {
  private static final int CASES = 2000;
  private static final List<String> ARCHIVES =
      List.of("fortran.npz", "deflated.npz", "tested.npz", "savez_compressed.npz", "bytes.npz");

  @TempDir private Path folder;

  @Test
  void damagedFilesAreLoadedOrRefused() throws IOException, URISyntaxException {
    RandomStream stream = new Seed(5).stream("test/data fuzz");
    Map<String, byte[]> files = new LinkedHashMap<>();
    TinyFiles.mnist(folder);
    TinyFiles.cifar10(folder);
    for (String archive : ARCHIVES) {
      Files.copy(TinyFiles.numpy().resolve(archive), folder.resolve(archive));
    }
    try (var paths = Files.list(folder)) {
      for (Path path : paths.sorted().toList()) {
        files.put(path.getFileName().toString(), Files.readAllBytes(path));
      }
    }
    List<String> names = List.copyOf(files.keySet());
    int refused = 0;
    for (int i = 0; i < CASES; i++) {
      String name = names.get(stream.nextInt(names.size()));
      byte[] whole = files.getOrDefault(name, new byte[0]);
      Files.write(folder.resolve(name), Damage.of(whole, 160, stream));
      SourceRecipe source =
          name.endsWith(".npz")
              ? new SourceRecipe.Npz(name)
              : name.endsWith(".bin") ? new SourceRecipe.Cifar(".", 10) : new SourceRecipe.Idx(".");
      try {
        DataSet data = DataLoader.load(recipe(source, new SplitRecipe(3, 1, 1, i)), folder);
        assertThat(data.train().count()).isEqualTo(3);
      } catch (DataException expected) {
        assertThat(expected.expected()).isNotEmpty();
        assertThat(expected.remedy()).isNotEmpty();
        refused++;
      }
      Files.write(folder.resolve(name), whole);
    }
    // A changed pixel is still a pixel.
    assertThat(refused).isBetween(CASES / 4, CASES - 1);
  }
}
