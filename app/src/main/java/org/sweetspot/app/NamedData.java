package org.sweetspot.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.sweetspot.data.DataLoader;
import org.sweetspot.data.DataSet;
import org.sweetspot.data.NamedSource;
import org.sweetspot.recipe.SourceRecipe;
import org.sweetspot.recipe.TableRecipe;

/** Data named on the command line. */
final class NamedData {
  private NamedData() {}

  /**
   * All of it, in the order of the files, not scaled but for bytes, which become 0 to 1.
   *
   * @param target the target column of a table, if it was named
   */
  static DataSet load(String name, Optional<String> target) throws IOException {
    Path here = Path.of("").toAbsolutePath();
    SourceRecipe source = NamedSource.of(name, here);
    if (target.isPresent()) {
      if (!(source instanceof TableRecipe table)) {
        throw new UserException(
            "--target " + target.get(),
            "a table, in CSV or Parquet, as --data",
            "data of kind " + source.kind(),
            "leave --target out");
      }
      source = table.withTarget(target.get());
    }
    return DataLoader.whole(source, here);
  }
}
