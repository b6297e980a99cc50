package org.sweetspot.matrix;

import java.nio.DoubleBuffer;
import java.util.Arrays;

/**
 * Scalar products of rows in plain Java, in blocks that stay in the processor's caches. Cost: rows
 * others width products at a third to a half of what a BLAS reaches; memory: the left rows again,
 * and half a megabyte.
 */
final class RowProducts {
  /**
   * Others in a tile: with {@link #DEPTH} coordinates they stay in the first cache. An array of so
   * many doubles with its header of two is an odd number of a cache's lines: arrays allocated one
   * after the other are aligned alike, so that vectors do not straddle lines, and do not compete
   * for the same sets.
   */
  private static final int TILE = 342;

  /** Coordinates that are taken before the next row: a multiple of the kernel's columns. */
  private static final int DEPTH = 12;

  /** Coordinates of a tile that are turned into columns together. */
  private static final int CHUNK = 10 * DEPTH;

  private final int width;
  private final double[][] own;
  private final double[][] totals;
  private final double[][] columns = new double[CHUNK][TILE];
  private final double[] piece = new double[CHUNK];

  private RowProducts(DoubleBuffer left, int width) {
    int rows = left.remaining() / width;
    int padded = (rows + ProductKernel.ROWS - 1) / ProductKernel.ROWS * ProductKernel.ROWS;
    this.width = width;
    this.own = new double[(width + DEPTH - 1) / DEPTH * DEPTH][padded];
    this.totals = new double[padded][TILE];
    for (int from = 0; from < width; from += CHUNK) {
      int count = Math.min(CHUNK, width - from);
      turn(left, 0, rows, from, count, own, from);
    }
  }

  /** What {@link MatrixAlgebra#rowProducts} defines. */
  static void of(DoubleBuffer left, DoubleBuffer right, int width, DoubleBuffer into) {
    if (left.hasRemaining()) {
      new RowProducts(left, width).with(right, left.remaining() / width, into);
    }
  }

  private void with(DoubleBuffer right, int rows, DoubleBuffer into) {
    int others = right.remaining() / width;
    for (int start = 0; start < others; start += TILE) {
      int count = Math.min(TILE, others - start);
      for (double[] total : totals) {
        Arrays.fill(total, 0, count, 0);
      }
      for (int from = 0; from < width; from += CHUNK) {
        int deep = Math.min(CHUNK, width - from);
        turn(right, start, count, from, deep, columns, 0);
        int padded = (deep + DEPTH - 1) / DEPTH * DEPTH;
        for (int c = deep; c < padded; c++) {
          Arrays.fill(columns[c], 0, count, 0);
        }
        add(count, from, padded);
      }
      for (int i = 0; i < rows; i++) {
        into.put(into.position() + i * others + start, totals[i], 0, count);
      }
    }
  }

  private void add(int count, int from, int padded) {
    for (int deep = 0; deep < padded; deep += DEPTH) {
      for (int i = 0; i < totals.length; i += ProductKernel.ROWS) {
        ProductKernel.add(totals, i, count, columns, deep, own, from + deep, DEPTH);
      }
    }
  }

  /** Some coordinates of some rows, each coordinate into an array of its own. */
  private void turn(
      DoubleBuffer rows, int first, int count, int from, int deep, double[][] into, int at) {
    for (int r = 0; r < count; r++) {
      rows.get(rows.position() + (first + r) * width + from, piece, 0, deep);
      for (int c = 0; c < deep; c++) {
        into[at + c][r] = piece[c];
      }
    }
  }
}
