package org.sweetspot.format;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The bytes of a file, unpacked if its name ends in .gz, with a bound on how many there can be. */
final class FileBytes implements Closeable {
  /** Deflate never packs more than 1032 bytes into one. */
  static final long RATIO = 1032;

  /**
   * So much is unpacked from a file of any size; beyond, {@link #USUAL_RATIO} times its bytes. Only
   * arrays of hardly anything but zeros are packed more densely.
   */
  private static final long SMALL = 1L << 26;

  private static final long USUAL_RATIO = 200;
  private static final int BUFFER = 1 << 16;
  private static final String REMEDY = "the file is cut off or damaged: copy or download it anew";

  private final String name;
  private final InputStream input;
  private final long most;

  private FileBytes(String name, InputStream input, long most) {
    this.name = name;
    this.input = input;
    this.most = most;
  }

  static FileBytes open(Path file) throws IOException {
    String name = file.toString();
    if (!Files.isRegularFile(file)) {
      throw new FormatException(
          name,
          "a file",
          Files.isDirectory(file) ? "a folder" : "no such file",
          "check the spelling and the folder");
    }
    long size = Files.size(file);
    InputStream raw = Files.newInputStream(file);
    if (!name.endsWith(".gz")) {
      return new FileBytes(name, new BufferedInputStream(raw, BUFFER), size);
    }
    try {
      InputStream unpacked = new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER);
      return new FileBytes(name, unpacked, Math.min(size * RATIO, mostUnpacked(size)));
    } catch (EOFException | ZipException broken) {
      raw.close();
      throw new FormatException(
          name, "a gzip file", got(file), REMEDY + "; if it is unpacked, rename it without .gz");
    }
  }

  /** What a file holds in place of gzip data. */
  private static String got(Path file) throws IOException {
    byte[] begin = begin(file);
    if (begin.length == 0) {
      return "an empty file";
    }
    return isPage(begin) ? "a web page, such as a server sends in its place" : "other bytes";
  }

  private static byte[] begin(Path file) throws IOException {
    try (InputStream input = Files.newInputStream(file)) {
      return input.readNBytes(64);
    }
  }

  private static boolean isPage(byte[] begin) {
    String text = new String(begin, StandardCharsets.ISO_8859_1).stripLeading();
    return text.regionMatches(true, 0, "<!doctype", 0, 9)
        || text.regionMatches(true, 0, "<html", 0, 5)
        || text.regionMatches(true, 0, "<?xml", 0, 5);
  }

  /**
   * What a file holds in place of its format's first bytes, and what to do.
   *
   * @param otherwise what it is where it is nothing known
   */
  FormatException strange(String part, String expected, String otherwise, String remedy)
      throws IOException {
    byte[] begin = begin(Path.of(name));
    if (!name.endsWith(".gz") && begin.length > 1 && begin[0] == 0x1f && begin[1] == (byte) 0x8b) {
      return new FormatException(
          name + part,
          expected,
          "packed data (gzip)",
          "rename it to end in .gz, or unpack it with gunzip");
    } else if (!name.endsWith(".gz") && isPage(begin)) {
      return new FormatException(name + part, expected, got(Path.of(name)), REMEDY);
    }
    return new FormatException(name + part, expected, otherwise, remedy);
  }

  /** The most bytes that a packed file of so many may become, so that a small one stays small. */
  static long mostUnpacked(long packed) {
    return Math.max(SMALL, USUAL_RATIO * packed);
  }

  /** What messages call the file. */
  String name() {
    return name;
  }

  /** The most bytes that can follow from the start. */
  long most() {
    return most;
  }

  /** Fills the array or fails. */
  void read(byte[] target, String part) throws IOException {
    int got;
    try {
      got = input.readNBytes(target, 0, target.length);
    } catch (EOFException | ZipException broken) {
      throw new FormatException(
          name + ", " + part, "intact gzip data", String.valueOf(broken.getMessage()), REMEDY);
    }
    if (got < target.length) {
      throw new FormatException(
          name + ", " + part, target.length + " bytes", "only " + got + " bytes", REMEDY);
    }
  }

  /** The next four bytes as a big-endian number. */
  int readInt(String part) throws IOException {
    byte[] bytes = new byte[Integer.BYTES];
    read(bytes, part);
    return ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN).getInt();
  }

  /** Fails if anything is left; for gzip this also compares the checksum. */
  void finish() throws IOException {
    int next;
    try {
      next = input.read();
    } catch (EOFException | ZipException broken) {
      throw new FormatException(
          name + ", end", "intact gzip data", String.valueOf(broken.getMessage()), REMEDY);
    }
    if (next >= 0) {
      throw new FormatException(
          name + ", end",
          "no more bytes than the header counts",
          "more",
          "the header and the data disagree: copy or download the file anew");
    }
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
