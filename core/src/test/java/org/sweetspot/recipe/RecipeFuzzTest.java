package org.sweetspot.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

/** Whatever bytes a recipe has, it is read or refused with RecipeException, never anything else. */
class RecipeFuzzTest {
  private static final int CASES = 1000;

  @Test
  void damagedRecipesAreReadOrRefused(@TempDir Path folder) throws IOException {
    RandomStream stream = new Seed(11).stream("test/recipe fuzz");
    RandomRecipes recipes = new RandomRecipes(stream);
    Path file = folder.resolve("fuzz.yaml");
    int refused = 0;
    for (int i = 0; i < CASES; i++) {
      byte[] bytes = RecipeWriter.write(recipes.next()).getBytes(StandardCharsets.UTF_8);
      for (int flips = 1 + stream.nextInt(4); flips > 0; flips--) {
        int at = stream.nextInt(bytes.length);
        bytes[at] =
            stream.nextInt(2) == 0
                ? (byte) stream.nextInt(256)
                : (byte) "{}[]:,&*!|>'\"%@#-? \n\t0".charAt(stream.nextInt(22));
      }
      int length = stream.nextInt(4) == 0 ? stream.nextInt(bytes.length) : bytes.length;
      Files.write(file, java.util.Arrays.copyOf(bytes, length));
      List<String> options = stream.nextInt(4) == 0 ? List.of("model.hidden.0=3") : List.of();
      try {
        RecipeReader.read(file, options);
      } catch (RecipeException expected) {
        assertThat(expected.problems()).isNotEmpty();
        refused++;
      }
    }
    // Some damage hits a name or a digit and leaves a valid recipe.
    assertThat(refused).isBetween(CASES / 2, CASES - 1);
  }
}
