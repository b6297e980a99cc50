package org.sweetspot.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Files that are whole or not there: written beside their place, forced to the disk, then renamed
 * into it. A full disk or a killed process leaves the file that was there before.
 */
public final class AtomicFile {
  /** How the names of unfinished files end. */
  public static final String UNFINISHED = ".tmp";

  private AtomicFile() {}

  /** Where to write what {@link #place} will put in place. */
  public static Path unfinished(Path file) {
    return file.resolveSibling(file.getFileName() + UNFINISHED);
  }

  /** Writes text in UTF-8, on the disk when this returns. */
  public static void write(Path file, String text) throws IOException {
    write(file, StandardCharsets.UTF_8.encode(text));
  }

  /**
   * Writes bytes, on the disk when this returns. What a link points to is replaced, and not the
   * link; what is no file, such as a pipe, is written as it is.
   */
  public static void write(Path file, ByteBuffer bytes) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        write(channel, bytes);
      }
      return;
    }
    Path target = Files.isSymbolicLink(file) && Files.exists(file) ? file.toRealPath() : file;
    Path unfinished = unused(target);
    boolean whole = false;
    try (FileChannel channel =
        FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      write(channel, bytes);
      channel.force(true);
      whole = true;
    } finally {
      if (!whole) {
        Files.deleteIfExists(unfinished);
      }
    }
    place(unfinished, target);
  }

  /** Neither another process's unfinished file nor one of the user's own is touched. */
  private static Path unused(Path target) {
    Path free = unfinished(target);
    for (int more = 1; Files.exists(free); more++) {
      free = target.resolveSibling(target.getFileName() + "." + more + UNFINISHED);
    }
    return free;
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Renames, replacing what was there, and makes the folder's change last. */
  public static void place(Path unfinished, Path file) throws IOException {
    rename(unfinished, file);
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !System.getProperty("os.name", "").startsWith("Windows")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** Renames, replacing what was there; safe against a killed process, not a lost current. */
  public static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
