package org.sweetspot.format;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A file of the binary version of CIFAR: records of one label byte (CIFAR-10) or of a coarse and a
 * fine one (CIFAR-100), then 3 x 32 x 32 bytes.
 */
public final class CifarFile implements Closeable {
  /** Bytes of one image. */
  public static final int PIXELS = 3 * 32 * 32;

  private final FileBytes bytes;
  private final byte[] label;
  private final int count;
  private int record;

  private CifarFile(FileBytes bytes, int labelBytes, int count) {
    this.bytes = bytes;
    this.label = new byte[labelBytes];
    this.count = count;
  }

  /**
   * Opens a file.
   *
   * @param labelBytes 1 for CIFAR-10, 2 for CIFAR-100
   * @throws FormatException if its length isn't that of whole records
   */
  public static CifarFile open(Path file, int labelBytes) throws IOException {
    FileBytes bytes = FileBytes.open(file);
    long record = (long) labelBytes + PIXELS;
    if (bytes.most() == 0 || bytes.most() % record != 0 || bytes.most() / record > 10_000_000) {
      bytes.close();
      throw bytes.strange(
          "",
          "whole records of " + record + " bytes",
          bytes.most() == 0 ? "an empty file" : bytes.most() + " bytes",
          "the file is cut off, or holds the other CIFAR: check classes, or download it anew");
    }
    return new CifarFile(bytes, labelBytes, (int) (bytes.most() / record));
  }

  /** Number of images. */
  public int count() {
    return count;
  }

  /**
   * Reads the next image.
   *
   * @param pixels takes {@link #PIXELS} bytes: red, green, blue, each row by row
   * @return its label, the fine one of CIFAR-100
   */
  public int next(byte[] pixels) throws IOException {
    String part = "image " + record + " of " + count;
    bytes.read(label, part);
    bytes.read(pixels, part);
    record++;
    return label[label.length - 1] & 0xff;
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
