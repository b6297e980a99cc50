package org.sweetspot.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sweetspot.recipe.RecipeFile;
import org.sweetspot.recipe.RecipeReader;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which recipe, and what in it is to be different. */
final class RecipeOptions {
  @Parameters(paramLabel = "RECIPE", description = "The recipe's YAML file.")
  private Path file = Path.of("");

  @Option(names = "--seed", paramLabel = "N", description = "Another seed: --set seed=N.")
  private @Nullable Long seed;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Replace one value of the recipe, for instance training.batch=64; repeatable.")
  private List<String> changes = new ArrayList<>();

  /**
   * The recipe with the changes, checked.
   *
   * @param more changes that options of the verb make
   */
  RecipeFile read(List<String> more) {
    List<String> all = new ArrayList<>(changes);
    all.addAll(more);
    if (seed != null) {
      all.add("seed=" + seed);
    }
    return RecipeReader.read(file, all);
  }
}
