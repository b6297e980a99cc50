package org.sweetspot.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
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
   * @param ignored the label of rows that count nowhere, if it was named
   */
  static DataSet load(String name, Optional<String> target, OptionalInt ignored)
      throws IOException {
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
    if (ignored.isPresent()) {
      if (!(source instanceof SourceRecipe.Npz npz)) {
        throw new UserException(
            "--ignore-index " + ignored.getAsInt(),
            "an npz archive, whose labels are numbers, as --data",
            "data of kind " + source.kind(),
            "leave --ignore-index out");
      }
      source = new SourceRecipe.Npz(npz.file(), ignored.getAsInt());
    }
    return DataLoader.whole(source, here);
  }
}
