package org.sweetspot.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Something that reads files which somebody else wrote.
 *
 * @param name what reports call it
 * @param file the one that is damaged, among {@code files}
 * @param files whole ones by their names, together in a folder
 * @param reading reads it as the program does, its numbers included
 */
record Loader(String name, String file, Map<String, byte[]> files, Reading reading) {
  /** How the file is read; refuses in words, by the exceptions that are declared for that. */
  @FunctionalInterface
  interface Reading {
    /** Reads a file to its end. */
    void read(Path file) throws IOException;
  }

  /** Checks that the file is there. */
  Loader {
    files = Map.copyOf(files);
    if (!files.containsKey(file) || files.get(file).length == 0) {
      throw new IllegalArgumentException("loader " + name + ": expected its file, got none");
    }
  }

  byte[] whole() {
    return files.getOrDefault(file, new byte[0]);
  }
}
