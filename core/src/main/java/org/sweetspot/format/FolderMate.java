package org.sweetspot.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Another file that a file names: it must lie in the same folder, under a plain name. */
final class FolderMate {
  private FolderMate() {}

  static Path of(Path file, String place, String name) throws IOException {
    // Letters that paths are made of, and nothing that leads out of the folder.
    boolean plain =
        name.matches("[^/\\\\:\\x00-\\x1f]{1,255}") && !name.equals(".") && !name.equals("..");
    if (!plain) {
      throw new FormatException(
          place,
          "the plain name of a file in the same folder",
          name.isEmpty() ? "no name" : name.replaceAll("[^\\x20-\\x7e]", "?"),
          "files elsewhere are never opened: put all parts into one folder");
    }
    Path mate = file.resolveSibling(name);
    if (!Files.isRegularFile(mate)) {
      throw new FormatException(
          place, "a file " + name + " beside it", "no such file", "copy all parts of the model");
    }
    return mate;
  }
}
