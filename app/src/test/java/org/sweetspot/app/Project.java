package org.sweetspot.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Where the checkout lies, and which modules and rooms it has. */
final class Project {
  private Project() {}

  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("sweetspot"))) {
      Path parent = folder.getParent();
      if (parent == null) {
        throw new IllegalStateException("the launcher was not found above the working directory");
      }
      folder = parent;
    }
    return folder;
  }

  /** The program's modules, in the order of the topmost pom.xml: the one list of them. */
  static List<String> modules() {
    return found("<module>(\\w+)</module>", read("pom.xml"));
  }

  /** The packages in their order, in the table of CONTRIBUTING.md: the one list of them. */
  static List<String> rooms() {
    String page = read("CONTRIBUTING.md");
    int from = page.indexOf("## The rooms of the house");
    return found("(?m)^\\| `(\\w+)` \\|", page.substring(from, page.indexOf("## Habits", from)));
  }

  static String read(String file) {
    try {
      return Files.readString(root().resolve(file));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1)).toList();
  }
}
