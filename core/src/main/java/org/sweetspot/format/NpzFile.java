package org.sweetspot.format;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A NumPy npz archive: a zip file whose entries NAME.npy are arrays, stored or deflated. */
public final class NpzFile implements Closeable {
  private static final String SUFFIX = ".npy";

  private final Path file;
  private final ZipFile zip;

  private NpzFile(Path file, ZipFile zip) {
    this.file = file;
    this.zip = zip;
  }

  /**
   * Opens an archive.
   *
   * @throws FormatException if it is missing or no zip file
   */
  public static NpzFile open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new FormatException(
          file.toString(),
          "an npz file",
          Files.isDirectory(file) ? "a folder" : "no such file",
          "check the spelling and the folder");
    }
    try {
      return new NpzFile(file, ZipArchive.checked(file));
    } catch (ZipException | EOFException | IllegalArgumentException broken) {
      throw new FormatException(
          file.toString(),
          "a zip archive",
          String.valueOf(broken.getMessage()),
          "write it with numpy.savez, or copy it anew");
    }
  }

  /** The names of the arrays, without .npy. */
  public List<String> names() {
    return zip.stream()
        .map(ZipEntry::getName)
        .filter(name -> name.endsWith(SUFFIX))
        .map(name -> name.substring(0, name.length() - SUFFIX.length()))
        .toList();
  }

  /** Whether there is an array of that name. */
  public boolean has(String name) {
    return zip.getEntry(name + SUFFIX) != null;
  }

  /** Length of an array's first axis; -1 where it has none, or neither numbers nor texts. */
  public int rows(String name) throws IOException {
    try (Entry entry = entry(name)) {
      List<Integer> shape = NpyHeader.readAny(entry.place(), entry.input(), entry.size()).shape();
      return shape.isEmpty() ? -1 : shape.get(0);
    } catch (FormatException unreadable) {
      return -1;
    }
  }

  /** Whether an array holds texts; a damaged one does not. */
  public boolean isText(String name) throws IOException {
    try (Entry entry = entry(name)) {
      return NpyHeader.readAny(entry.place(), entry.input(), entry.size()).type().isText();
    } catch (FormatException unreadable) {
      return false;
    }
  }

  /** Shape of an array of texts. */
  public List<Integer> shapeOfTexts(String name) throws IOException {
    try (Entry entry = entry(name)) {
      return NpyHeader.readAny(entry.place(), entry.input(), entry.size()).shape();
    }
  }

  /**
   * All texts of an array, the last axis running fastest.
   *
   * @throws FormatException if there is none, if it holds no texts, or is damaged
   */
  public List<String> texts(String name) throws IOException {
    try (Entry entry = entry(name)) {
      NpyHeader header = NpyHeader.readAny(entry.place(), entry.input(), entry.size());
      if (!header.type().isText()) {
        throw new FormatException(
            entry.place(),
            "texts, as the other targets are",
            "numbers",
            "write all targets in the same way");
      }
      return NpyText.read(entry.place(), entry.input(), header);
    }
  }

  /** An entry that was opened and is to be read once. */
  private record Entry(String place, InputStream input, long size) implements Closeable {
    @Override
    public void close() throws IOException {
      input.close();
    }
  }

  /**
   * Opens one array.
   *
   * @throws FormatException if there is none, or its header or size can't be true
   */
  public NpyReader array(String name) throws IOException {
    Entry entry = entry(name);
    return NpyReader.open(entry.place(), entry.input(), entry.size());
  }

  private Entry entry(String name) throws IOException {
    String place = file + ", array " + name;
    ZipEntry entry = zip.getEntry(name + SUFFIX);
    if (entry == null) {
      throw new FormatException(
          file.toString(),
          "an array " + name,
          names().isEmpty() ? "no array" : "the arrays " + String.join(", ", names()),
          "write it with numpy.savez(file, " + name + "=...)");
    }
    long packed = entry.getCompressedSize();
    long size = entry.getSize();
    if (packed < 0 || packed > Files.size(file) || size < 0 || size > packed * FileBytes.RATIO) {
      throw new FormatException(
          place,
          "a size that fits the archive",
          size + " bytes packed into " + packed,
          "the archive is damaged: write or copy it anew");
    }
    try {
      InputStream input = zip.getInputStream(entry);
      return new Entry(place, new CheckedEntry(input, entry.getCrc()), size);
    } catch (ZipException broken) {
      throw new FormatException(
          place,
          "a readable entry",
          String.valueOf(broken.getMessage()),
          "the archive is damaged: write or copy it anew");
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
