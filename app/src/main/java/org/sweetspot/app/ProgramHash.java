package org.sweetspot.app;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * What tells this program from any other that may answer otherwise: SHA-256 of its own jars, which
 * are the same wherever the same sources are built, or of names, sizes and times of its classes.
 */
final class ProgramHash {
  private ProgramHash() {}

  static String get() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        Path path = Path.of(entry);
        if (Files.isDirectory(path)) {
          classes(path, digest);
        } else if (String.valueOf(path.getFileName()).startsWith("sweetspot-")) {
          digest.update(Files.readAllBytes(path));
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static void classes(Path folder, MessageDigest digest) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      List<Path> files = walk.filter(Files::isRegularFile).sorted().toList();
      for (Path file : files) {
        String line =
            folder.relativize(file)
                + " "
                + Files.size(file)
                + " "
                + Files.getLastModifiedTime(file).toMillis();
        digest.update(line.getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
