package org.sweetspot.format;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The bytes of a file, unpacked if its name ends in .gz, with a bound on how many there can be. */
final class FileBytes implements Closeable {
  /** Deflate never packs more than 1032 bytes into one. */
  static final long RATIO = 1032;

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
      return new FileBytes(name, unpacked, size * RATIO);
    } catch (EOFException | ZipException broken) {
      raw.close();
      throw new FormatException(name, "a gzip file", String.valueOf(broken.getMessage()), REMEDY);
    }
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
