package org.sweetspot.app;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the checkout lies. */
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
}
