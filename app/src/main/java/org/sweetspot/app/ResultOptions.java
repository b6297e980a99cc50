package org.sweetspot.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sweetspot.format.AtomicFile;
import picocli.CommandLine.Option;

/** Where results are written besides the terminal; checked before any work begins. */
final class ResultOptions {
  @Option(names = "--out", paramLabel = "DIR", description = "Folder of what is written.")
  private @Nullable Path out;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the whole result to this file as JSON.")
  private @Nullable Path json;

  /** The folder given, or else another one; not made yet. */
  Path folder(Path otherwise) {
    Path folder = out == null ? otherwise : out;
    Path existing = folder.toAbsolutePath();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
      throw new UserException(
          "--out " + folder,
          "a folder that can be made and written",
          Files.isDirectory(existing) ? existing + " without permission" : "the file " + existing,
          "give another folder");
    }
    return folder;
  }

  /** The folder, if one was given. */
  Optional<Path> givenFolder() {
    return Optional.ofNullable(out).map(this::folder);
  }

  /** Complains about a file that could not be written later. */
  void check() {
    if (json != null) {
      check("--json", json);
    }
  }

  /** Complains about a file that could not be written later. */
  static void check(String option, Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || folder == null || !Files.isDirectory(folder)) {
      throw new UserException(
          option + " " + file,
          "a file in a folder that exists",
          Files.isDirectory(file) ? "a folder" : "no folder " + folder,
          "make the folder or give another file");
    }
    if (!Files.isWritable(Files.exists(file) ? file : folder)) {
      throw new UserException(
          option + " " + file, "a file that can be written", "no permission", "give another file");
    }
  }

  /** Writes the result if a file was asked for. */
  void write(String text) throws IOException {
    if (json != null) {
      AtomicFile.write(json, text);
    }
  }
}
