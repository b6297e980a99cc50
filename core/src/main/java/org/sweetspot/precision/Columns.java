package org.sweetspot.precision;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A matrix in rows whose blocks lie down its columns, cut into pieces for {@link Lanes} as it lies:
 * a piece is some blocks' rows, block after block, of all columns or of a range of them. Columns
 * that end within a block are filled up with zeros. A value's position, by which random numbers are
 * drawn, is its place among those of all pieces.
 */
final class Columns {
  private static final int FEWEST_FOR_THREADS = 1 << 15;

  private final int rows;
  private final int columns;
  private final int block;
  private final int width;
  private final int rowsOfPiece;

  /**
   * Columns of a matrix.
   *
   * @param size numbers of the matrix
   * @param columns in a row
   * @param block numbers of a column that share a scale
   */
  Columns(int size, int columns, int block) {
    if (columns < 1 || size % columns != 0) {
      throw new IllegalArgumentException(
          "columns of a matrix of "
              + size
              + " numbers: expected a number that divides it, got "
              + columns);
    }
    this.rows = size / columns;
    this.columns = columns;
    this.block = block;
    this.width = Math.min(columns, Lanes.LENGTH / block);
    this.rowsOfPiece = Lanes.LENGTH / (block * width) * block;
  }

  /** How many columns a full piece has: as many as its rows lie apart. */
  int width() {
    return width;
  }

  /** into := the kernel's outcome, which does not depend on the number of threads. */
  void each(FloatBuffer from, FloatBuffer into, Draws draws, int threads, LaneKernel kernel) {
    IntStream pieces = IntStream.range(0, down() * across());
    boolean many = threads > 1 && (long) rows * columns >= FEWEST_FOR_THREADS;
    (many ? pieces.parallel() : pieces).forEach(piece -> apply(piece, from, into, draws, kernel));
  }

  private int down() {
    return (rows + rowsOfPiece - 1) / rowsOfPiece;
  }

  private int across() {
    return (columns + width - 1) / width;
  }

  private void apply(
      int piece, FloatBuffer from, FloatBuffer into, Draws draws, LaneKernel kernel) {
    Lanes lanes = Lanes.ofThread();
    int first = piece / across() * rowsOfPiece;
    int start = piece % across() * width;
    int count = Math.min(width, columns - start);
    int filled = Math.min(rowsOfPiece, rows - first);
    int padded = (filled + block - 1) / block * block;
    if (filled < padded || count < width) {
      Arrays.fill(lanes.values, 0, padded * width, 0);
    }
    if (width == columns) {
      from.get(first * columns, lanes.values, 0, filled * columns);
    } else {
      for (int row = 0; row < filled; row++) {
        from.get((first + row) * columns + start, lanes.values, row * width, count);
      }
    }
    kernel.apply(lanes, padded * width, piece * Lanes.LENGTH, draws);
    if (width == columns) {
      into.put(first * columns, lanes.values, 0, filled * columns);
    } else {
      for (int row = 0; row < filled; row++) {
        into.put((first + row) * columns + start, lanes.values, row * width, count);
      }
    }
  }
}
