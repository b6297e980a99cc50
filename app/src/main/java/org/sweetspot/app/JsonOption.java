package org.sweetspot.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sweetspot.format.AtomicFile;
import picocli.CommandLine.Option;

/** The file that a listing verb writes its list to beside the terminal. */
final class JsonOption {
  @Option(names = "--json", paramLabel = "FILE", description = "Write the whole list to this file.")
  private @Nullable Path file;

  /** Whether a file was asked for. */
  boolean isAsked() {
    return file != null;
  }

  /** Writes the list if a file was asked for, and says so. */
  void write(Supplier<String> text, PrintWriter out) throws IOException {
    if (file != null) {
      ResultOptions.check("--json", file);
      AtomicFile.write(file, text.get());
      out.println("All of them: " + file);
    }
  }
}
