package org.sweetspot.precision;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A tensor as rows, each starting a block anew: cut into pieces for {@link Lanes}. Rows that end
 * within a block are filled up with zeros on the way, and each value's position, by which random
 * numbers are drawn, counts these.
 */
final class Rows {
  private static final int FEWEST_FOR_THREADS = 1 << 15;

  private final int size;
  private final int block;
  private final int length;
  private final int padded;
  private final int piece;

  /**
   * Rows of a tensor.
   *
   * @param size numbers of the tensor
   * @param length of a row
   * @param block numbers that share a scale
   */
  Rows(int size, int length, int block) {
    if (length < 1 || size % length != 0) {
      throw new IllegalArgumentException(
          "rows of a tensor of "
              + size
              + " numbers: expected a length that divides it, got "
              + length);
    }
    this.size = size;
    this.block = block;
    this.length = length % block == 0 ? size : length;
    this.padded = length % block == 0 ? Lanes.LENGTH : (length + block - 1) / block * block;
    this.piece = Lanes.LENGTH / block * block;
  }

  /** into := the kernel's outcome, which does not depend on the number of threads. */
  void each(FloatBuffer from, FloatBuffer into, Draws draws, int threads, LaneKernel kernel) {
    IntStream pieces = IntStream.range(0, pieces());
    (threads > 1 && size >= FEWEST_FOR_THREADS ? pieces.parallel() : pieces)
        .forEach(number -> apply(number, from, into, draws, kernel));
  }

  private int rowsOfPiece() {
    return Math.max(1, Lanes.LENGTH / padded);
  }

  private int piecesOfRow() {
    return Math.max(1, (length + piece - 1) / piece);
  }

  private int pieces() {
    if (size == 0) {
      return 0;
    }
    if (length > Lanes.LENGTH || length == size) {
      return size / length * piecesOfRow();
    }
    return (size / length + rowsOfPiece() - 1) / rowsOfPiece();
  }

  private void apply(
      int number, FloatBuffer from, FloatBuffer into, Draws draws, LaneKernel kernel) {
    Lanes lanes = Lanes.ofThread();
    int position = number * Lanes.LENGTH;
    if (length > Lanes.LENGTH || length == size) {
      int row = number / piecesOfRow();
      int start = number % piecesOfRow() * piece;
      int count = Math.min(piece, length - start);
      int whole = (count + block - 1) / block * block;
      from.get(row * length + start, lanes.values, 0, count);
      Arrays.fill(lanes.values, count, whole, 0);
      kernel.apply(lanes, whole, position, draws);
      into.put(row * length + start, lanes.values, 0, count);
      return;
    }
    int first = number * rowsOfPiece();
    int last = Math.min(first + rowsOfPiece(), size / length);
    // A buffer is slow to ask, and rows can be short: all of them at once, then each to its place.
    Arrays.fill(lanes.values, 0);
    from.get(first * length, lanes.scales, 0, (last - first) * length);
    for (int row = 0; row < last - first; row++) {
      System.arraycopy(lanes.scales, row * length, lanes.values, row * padded, length);
    }
    kernel.apply(lanes, (last - first) * padded, position, draws);
    for (int row = 0; row < last - first; row++) {
      System.arraycopy(lanes.values, row * padded, lanes.scales, row * length, length);
    }
    into.put(first * length, lanes.scales, 0, (last - first) * length);
  }
}
