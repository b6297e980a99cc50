package org.sweetspot.topology;

import java.util.Arrays;
import org.sweetspot.trajectory.Trajectory;

/** Stretches of coordinates, each coordinate of all states by its own. */
final class Stretches extends ReadAhead<Stretches.Stretch> {
  /** Coordinates are taken by so many: stretches are padded with zeros, which add nothing. */
  private static final int UNIT = BlockedDistances.DEPTH;

  /** States that are turned into columns together: a cache's line of each column is filled. */
  private static final int TOGETHER = 8;

  private final int tile;

  /**
   * How to read.
   *
   * @param tile points of which columns lie together
   */
  Stretches(Trajectory points, int tile) {
    super(points, UNIT);
    this.tile = tile;
  }

  /** Bytes that two stretches take. */
  static long bytes(int size, long dimension) {
    return bytes(size, dimension, UNIT);
  }

  /**
   * Some coordinates of all states.
   *
   * @param width how many, with the padding
   * @param columns by tile, coordinate and state
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Stretch(int width, double[][][] columns) {}

  @Override
  Stretch allocate(int width) {
    int size = points.size();
    double[][][] columns = new double[(size + tile - 1) / tile][width][];
    for (int t = 0; t < columns.length; t++) {
      int length = Math.min(tile, size - t * tile);
      Arrays.setAll(columns[t], c -> new double[length]);
    }
    return new Stretch(width, columns);
  }

  @Override
  Stretch read(Stretch into, long from) {
    int size = points.size();
    int count = (int) Math.min(into.width, points.dimension() - from);
    int padded = (count + UNIT - 1) / UNIT * UNIT;
    double[][] rows = new double[TOGETHER][padded];
    for (int first = 0; first < size; first += TOGETHER) {
      int some = Math.min(TOGETHER, size - first);
      for (int r = 0; r < some; r++) {
        points.read(first + r, from, rows[r], count);
      }
      for (int c = 0; c < padded; c++) {
        for (int r = 0; r < some; r++) {
          into.columns[(first + r) / tile][c][(first + r) % tile] = rows[r][c];
        }
      }
    }
    return new Stretch(padded, into.columns);
  }
}
