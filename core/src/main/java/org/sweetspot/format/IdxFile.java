package org.sweetspot.format;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An idx file of bytes, as MNIST comes in: two zero bytes, the type 8, the number of axes, each
 * axis' length as a big-endian 32-bit number, the bytes. Read item by item; an item is everything
 * at one index of the first axis.
 */
public final class IdxFile implements Closeable {
  private static final int UNSIGNED_BYTE = 8;
  private static final int MOST_AXES = 4;
  private static final int LARGEST_ITEM = 1 << 26;

  private final FileBytes bytes;
  private final List<Integer> shape;
  private final int itemSize;
  private int item;

  private IdxFile(FileBytes bytes, List<Integer> shape) {
    this.bytes = bytes;
    this.shape = List.copyOf(shape);
    this.itemSize = shape.stream().skip(1).reduce(1, Math::multiplyExact);
  }

  /**
   * Opens a file, gzipped if its name ends in .gz, and reads its header.
   *
   * @throws FormatException if there is no such file or its header can't be true
   */
  public static IdxFile open(Path file) throws IOException {
    FileBytes bytes = FileBytes.open(file);
    try {
      return new IdxFile(bytes, header(bytes));
    } catch (IOException broken) {
      bytes.close();
      throw broken;
    }
  }

  private static List<Integer> header(FileBytes bytes) throws IOException {
    int magic = bytes.readInt("header");
    int axes = magic & 0xff;
    if (magic >>> 8 != UNSIGNED_BYTE || axes < 1 || axes > MOST_AXES) {
      throw bytes.strange(
          ", magic number",
          "0x00000801 (labels) or 0x00000803 (images)",
          String.format("0x%08x", magic),
          "this isn't an idx file of bytes: check that it is unpacked and the right file");
    }
    List<Integer> shape = new ArrayList<>();
    long size = 1;
    for (int axis = 0; axis < axes; axis++) {
      int length = bytes.readInt("header");
      long left = bytes.most() - Integer.BYTES * (1L + axes);
      if (length < 1 || length > Math.max(0, left) / size) {
        throw new FormatException(
            bytes.name() + ", length of axis " + axis,
            "at least 1, and no more than the file can hold",
            String.valueOf(length),
            "the file is cut off or damaged: copy or download it anew");
      }
      size *= length;
      if (size / (shape.isEmpty() ? length : shape.get(0)) > LARGEST_ITEM) {
        throw new FormatException(
            bytes.name() + ", size of an item",
            "at most " + LARGEST_ITEM + " bytes",
            "more",
            "the file is damaged: copy or download it anew");
      }
      shape.add(length);
    }
    return shape;
  }

  /** The lengths of the axes; the first counts items. */
  public List<Integer> shape() {
    return shape;
  }

  /** Bytes of one item. */
  public int itemSize() {
    return itemSize;
  }

  /**
   * Reads the next item, to be called as often as there are items; the last call also fails if more
   * bytes follow.
   *
   * @param target takes {@link #itemSize()} bytes
   */
  public void next(byte[] target) throws IOException {
    if (target.length != itemSize || item >= shape.get(0)) {
      throw new IllegalArgumentException(
          "next item of "
              + bytes.name()
              + ": expected item "
              + item
              + " below "
              + shape.get(0)
              + " into "
              + itemSize
              + " bytes, got "
              + target.length
              + " bytes");
    }
    bytes.read(target, "item " + item + " of " + shape.get(0));
    item++;
    if (item == shape.get(0)) {
      bytes.finish();
    }
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
