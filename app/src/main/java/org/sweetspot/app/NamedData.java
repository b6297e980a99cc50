package org.sweetspot.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.sweetspot.data.DataLoader;
import org.sweetspot.data.DataSet;
import org.sweetspot.recipe.SourceRecipe;

/** Data named on the command line, recognized by what they are. */
final class NamedData {
  private NamedData() {}

  /** All of it, in the order of the files, not scaled but for bytes, which become 0 to 1. */
  static DataSet load(String name) throws IOException {
    return DataLoader.whole(source(name), Path.of("").toAbsolutePath());
  }

  private static SourceRecipe source(String name) throws IOException {
    if (name.equals("digits")) {
      return new SourceRecipe.Digits();
    }
    Path path = Path.of(name).toAbsolutePath();
    if (Files.isRegularFile(path)) {
      return new SourceRecipe.Npz(path.toString());
    }
    List<String> inside = List.of();
    if (Files.isDirectory(path)) {
      try (Stream<Path> files = Files.list(path)) {
        inside = files.map(file -> String.valueOf(file.getFileName())).toList();
      }
    }
    if (inside.stream().anyMatch(file -> file.contains("-idx3-ubyte"))) {
      return new SourceRecipe.Idx(path.toString());
    } else if (inside.contains("data_batch_1.bin")) {
      return new SourceRecipe.Cifar(path.toString(), 10);
    } else if (inside.contains("train.bin")) {
      return new SourceRecipe.Cifar(path.toString(), 100);
    }
    throw new UserException(
        "--data " + name,
        "an npz file with x and y, a folder of idx or CIFAR files, or digits",
        Files.isDirectory(path) ? "a folder without such files" : "nothing there",
        "write the arrays with numpy.savez(file, x=inputs, y=labels)");
  }
}
