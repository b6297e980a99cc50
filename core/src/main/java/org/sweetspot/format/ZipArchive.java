package org.sweetspot.format;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A zip archive whose sizes are checked before anything is unpacked; nothing is written. */
final class ZipArchive implements Closeable {
  private static final String REMEDY = "the archive is damaged: write or copy it anew";

  private final Path file;
  private final ZipFile zip;

  private ZipArchive(Path file, ZipFile zip) {
    this.file = file;
    this.zip = zip;
  }

  static ZipArchive open(Path file) throws IOException {
    return new ZipArchive(file, checked(file));
  }

  /** The same without what this class adds. */
  static ZipFile checked(Path file) throws IOException {
    try {
      ZipFile zip = new ZipFile(file.toFile());
      boolean whole = false;
      try {
        check(file, zip);
        whole = true;
        return zip;
      } finally {
        if (!whole) {
          zip.close();
        }
      }
    } catch (ZipException | EOFException | IllegalArgumentException broken) {
      throw new FormatException(
          file.toString(), "a zip archive", String.valueOf(broken.getMessage()), REMEDY);
    }
  }

  /** Refuses entries that lie over each other, and more than such a file usually becomes. */
  private static void check(Path file, ZipFile zip) throws IOException {
    long bytes = Files.size(file);
    long packed = 0;
    long unpacked = 0;
    for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
      packed += Math.min(bytes + 1, Math.max(0, entry.getCompressedSize()));
      unpacked += Math.min(Long.MAX_VALUE >> 24, Math.max(0, entry.getSize()));
    }
    long most = FileBytes.mostUnpacked(bytes);
    if (packed > bytes || unpacked > most) {
      throw new FormatException(
          file.toString(),
          "at most " + most + " bytes packed into " + bytes,
          unpacked + " bytes packed into " + packed,
          "the archive is hostile or damaged; if it is yours, write it without compression");
    }
  }

  List<String> names() {
    return zip.stream().map(ZipEntry::getName).toList();
  }

  /** Bytes of an entry, unpacked, if there is one; refuses more than packing can explain. */
  Optional<Long> size(String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      return Optional.empty();
    }
    long packed = entry.getCompressedSize();
    long size = entry.getSize();
    if (packed < 0 || packed > Files.size(file) || size < 0 || size > packed * FileBytes.RATIO) {
      throw new FormatException(
          place(name),
          "a size that fits the archive",
          size + " bytes packed into " + packed,
          REMEDY);
    }
    return Optional.of(size);
  }

  /** All bytes of an entry that must be there, at most so many; the checksum is compared. */
  byte[] bytes(String name, long most) throws IOException {
    long size = requireSize(name);
    if (size > most) {
      throw new FormatException(place(name), "at most " + most + " bytes", size + " bytes", REMEDY);
    }
    try (InputStream input = stream(name)) {
      byte[] bytes = input.readNBytes((int) size);
      if (bytes.length < size || input.read() >= 0) {
        throw new ZipException("another number of bytes");
      }
      return bytes;
    } catch (IOException broken) {
      throw damaged(name, size + " intact bytes", broken);
    }
  }

  /** Bytes of an entry that must be there. */
  long requireSize(String name) throws IOException {
    return size(name)
        .orElseThrow(
            () ->
                new FormatException(
                    file.toString(), "an entry " + name, "none of that name", REMEDY));
  }

  /** The bytes of an entry that is there; fails at the end if the checksum differs. */
  InputStream stream(String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    try {
      return new CheckedEntry(zip.getInputStream(entry), entry.getCrc());
    } catch (ZipException broken) {
      throw damaged(name, "a readable entry", broken);
    }
  }

  String place(String name) {
    return file + ", entry " + name;
  }

  private FormatException damaged(String name, String expected, IOException broken) {
    return new FormatException(place(name), expected, String.valueOf(broken.getMessage()), REMEDY);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
