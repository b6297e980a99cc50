package org.sweetspot.format;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipException;

/** The numbers of one NumPy array, one after another in the order of the file. */
public final class NpyReader implements Closeable {
  private static final int CHUNK = 8192;

  private final String name;
  private final InputStream input;
  private final NpyHeader header;
  private final byte[] bytes;
  private final ByteBuffer numbers;
  private long done;

  private NpyReader(String name, InputStream input, NpyHeader header) {
    this.name = name;
    this.input = input;
    this.header = header;
    this.bytes = new byte[CHUNK * header.type().bytes()];
    this.numbers = ByteBuffer.wrap(bytes).order(header.type().order());
  }

  /**
   * Opens an npy file and reads its header.
   *
   * @throws FormatException if the header can't be true
   */
  public static NpyReader open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new FormatException(
          file.toString(), "an npy file", "no such file", "check the spelling and the folder");
    }
    InputStream input = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    return open(file.toString(), input, Files.size(file));
  }

  /** Reads the header from a stream of so many bytes; closes the stream if that fails. */
  static NpyReader open(String name, InputStream input, long size) throws IOException {
    try {
      NpyHeader header = NpyHeader.read(name, input, size);
      long bytes = header.length() + header.count() * header.type().bytes();
      if (bytes != size) {
        throw new FormatException(
            name + ", shape " + header.shape(),
            bytes + " bytes",
            size + " bytes",
            "the file is cut off or damaged: write or copy it anew");
      }
      return new NpyReader(name, input, header);
    } catch (EOFException | ZipException broken) {
      input.close();
      throw damaged(name, broken);
    } catch (IOException broken) {
      input.close();
      throw broken;
    }
  }

  /** Type, order and shape. */
  public NpyHeader header() {
    return header;
  }

  /**
   * Reads the next numbers; reading the last also checks that nothing follows.
   *
   * @param target takes them as doubles, which is exact for all but 64-bit integers above 2^53
   * @param count how many
   */
  public void read(double[] target, int count) throws IOException {
    if (count > header.count() - done) {
      throw new IllegalArgumentException(
          name + ": expected at most " + (header.count() - done) + " more numbers, got " + count);
    }
    try {
      for (int from = 0; from < count; from += CHUNK) {
        int part = Math.min(CHUNK, count - from);
        int length = part * header.type().bytes();
        int got = input.readNBytes(bytes, 0, length);
        if (got < length) {
          throw new EOFException("the data end after " + (done + from) + " numbers");
        }
        for (int i = 0; i < part; i++) {
          target[from + i] = header.type().get(numbers, i);
        }
      }
      done += count;
      if (done == header.count() && input.read() >= 0) {
        throw new FormatException(
            name, "no bytes after the last number", "more", "write or copy the file anew");
      }
    } catch (EOFException | ZipException broken) {
      throw damaged(name, broken);
    }
  }

  /**
   * All numbers, the last axis running fastest whatever the file's order; to be called first.
   *
   * @throws FormatException for more than 2^31 - 16 numbers, or a damaged file
   */
  public double[] all() throws IOException {
    long count = header.count();
    if (count > Integer.MAX_VALUE - 15) {
      throw new FormatException(
          name, "at most 2147483632 numbers", count + " numbers", "split the array");
    }
    try {
      double[] values = new double[(int) count];
      read(values, values.length);
      return header.fortran() ? transposed(values, header.shape()) : values;
    } catch (OutOfMemoryError none) {
      throw new FormatException(
          name,
          "memory for " + count + " numbers",
          String.valueOf(none.getMessage()),
          "start Java with a larger -Xmx, or write a smaller array in C order");
    }
  }

  /** From the first axis running fastest to the last. */
  static double[] transposed(double[] values, List<Integer> shape) {
    int axes = shape.size();
    int[] index = new int[axes];
    int[] stride = new int[axes];
    int step = 1;
    for (int axis = axes - 1; axis >= 0; axis--) {
      stride[axis] = step;
      step *= shape.get(axis);
    }
    double[] result = new double[values.length];
    int at = 0;
    for (double value : values) {
      result[at] = value;
      for (int axis = 0; axis < axes; axis++) {
        at += stride[axis];
        if (++index[axis] < shape.get(axis)) {
          break;
        }
        at -= stride[axis] * index[axis];
        index[axis] = 0;
      }
    }
    return result;
  }

  private static FormatException damaged(String name, IOException broken) {
    return new FormatException(
        name,
        "intact data",
        String.valueOf(broken.getMessage()),
        "the file is cut off or damaged: write or copy it anew");
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
