package org.sweetspot.trajectory;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sweetspot.format.FormatException;
import org.sweetspot.format.NpyHeader;
import org.sweetspot.format.NpyReader;

/**
 * The rows of an npy array of k x p numbers, read from the file when they are asked for. An array
 * of more axes counts as k states of all further axes together. The array lies by rows (C order).
 */
final class NpyTrajectory implements Trajectory {
  private final Path file;
  private final NpyHeader header;
  private final long dimension;
  private final ThreadLocal<ByteBuffer> buffers =
      ThreadLocal.withInitial(() -> ByteBuffer.allocate(0));
  private @Nullable FileChannel channel;

  NpyTrajectory(Path file) throws IOException {
    try (NpyReader reader = NpyReader.open(file)) {
      header = reader.header();
    }
    this.file = file;
    dimension = dimension(file.toString(), header);
  }

  /** Entries of one state, for an array with states. */
  static long dimension(String name, NpyHeader header) throws FormatException {
    List<Integer> shape = header.shape();
    if (shape.size() < 2 || header.count() == 0) {
      throw new FormatException(
          name,
          "an array of k x p numbers, one row for each state",
          "the shape " + shape,
          "stack the weights, flattened, along the first axis");
    }
    return header.count() / shape.get(0);
  }

  @Override
  public String origin() {
    return file.toString();
  }

  @Override
  public String kind() {
    return "a trajectory of "
        + size()
        + " states of "
        + dimension()
        + " numbers, the rows of an array";
  }

  @Override
  public int size() {
    return header.shape().get(0);
  }

  @Override
  public long dimension() {
    return dimension;
  }

  @Override
  public double position(int index) {
    return index;
  }

  @Override
  public void read(int index, long from, double[] target, int count) {
    int width = header.type().bytes();
    int length = Math.multiplyExact(count, width);
    ByteBuffer bytes = buffers.get();
    if (bytes.capacity() < length) {
      bytes = ByteBuffer.allocateDirect(length).order(header.type().order());
      buffers.set(bytes);
    }
    bytes.clear().limit(length);
    long start = header.length() + (index * dimension + from) * width;
    try {
      FileChannel open = channel();
      while (bytes.hasRemaining()) {
        if (open.read(bytes, start + bytes.position()) < 0) {
          throw new EOFException(file + " became shorter while it was read");
        }
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    header.type().get(bytes, target, count);
  }

  /** Opened once for many short reads; closed when this trajectory is no longer used. */
  private synchronized FileChannel channel() throws IOException {
    FileChannel known = channel;
    if (known == null || !known.isOpen()) {
      known = FileChannel.open(file, StandardOpenOption.READ);
      channel = known;
    }
    return known;
  }
}
