package org.sweetspot.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Another file that a file names: it must lie in the same folder, under a plain name. */
final class FolderMate {
  private FolderMate() {}

  private static Path folder(Path file) {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }

  private static Path sibling(Path file, String place, String name) throws FormatException {
    try {
      return file.resolveSibling(name);
    } catch (InvalidPathException unfit) {
      throw new FormatException(
          place,
          "a name that this system's files can have",
          String.valueOf(unfit.getReason()),
          "rename the part and its entry, or start the program with LC_ALL=C.UTF-8");
    }
  }

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
    Path mate = sibling(file, place, name);
    if (!Files.isRegularFile(mate)) {
      throw new FormatException(
          place, "a file " + name + " beside it", "no such file", "copy all parts of the model");
    }
    Path folder = folder(file.toAbsolutePath());
    Path real = mate.toRealPath();
    // Links may lead to where the file itself really lies: caches keep all parts elsewhere.
    if (!real.startsWith(folder.toRealPath()) && !folder(real).equals(folder(file.toRealPath()))) {
      throw new FormatException(
          place,
          "a file in the same folder",
          name + ", a link out of it",
          "files elsewhere are never opened: put a copy of the part into the folder");
    }
    return mate;
  }
}
