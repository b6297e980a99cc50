package org.sweetspot.trajectory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.sweetspot.format.CheckpointFacts;
import org.sweetspot.format.FormatException;
import org.sweetspot.weights.WeightsFile;

/**
 * One state of a trajectory: a file of weights, or a sub-folder with a model.
 *
 * @param name of the file without what follows the last point, or of the sub-folder
 * @param path of the file or the sub-folder
 */
record StateFile(String name, Path path) {
  private static final String SNAPSHOTS = "snapshots";

  /**
   * The states in a folder: its files of weights, else its sub-folders that hold a model. Those of
   * a training that was recorded in Python are in its folder {@code snapshots}.
   */
  static List<StateFile> in(Path folder) throws IOException {
    if (Files.exists(folder.resolve("recorded.json"))
        && Files.isDirectory(folder.resolve(SNAPSHOTS))) {
      return in(folder.resolve(SNAPSHOTS));
    }
    List<StateFile> files = new ArrayList<>();
    for (Path path : WeightsFile.inside(folder)) {
      String name = String.valueOf(path.getFileName());
      int point = name.lastIndexOf('.');
      files.add(new StateFile(point > 0 ? name.substring(0, point) : name, path));
    }
    if (!files.isEmpty() && WeightsFile.main(folder).isEmpty()) {
      return files;
    }
    List<StateFile> folders = new ArrayList<>();
    List<Path> inside;
    try (Stream<Path> list = Files.list(folder)) {
      inside = list.sorted().toList();
    }
    for (Path path : inside) {
      String name = String.valueOf(path.getFileName());
      if (Files.isDirectory(path) && !name.startsWith(".") && WeightsFile.main(path).isPresent()) {
        folders.add(new StateFile(name, path));
      }
    }
    return folders.isEmpty() ? files : folders;
  }

  /** The file whose bytes are read. */
  Path main() {
    try {
      return WeightsFile.main(path).orElse(path);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** The step or the epoch that the file itself holds, or NaN. */
  double fact(String name) {
    try {
      return CheckpointFacts.of(path).getOrDefault(name, Double.NaN);
    } catch (FormatException damaged) {
      return Double.NaN; // Opening it tells what is wrong.
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
