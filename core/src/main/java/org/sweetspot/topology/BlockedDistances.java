package org.sweetspot.topology;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.sweetspot.statistics.UndefinedException;
import org.sweetspot.trajectory.Trajectory;

/**
 * All distances between the states of a trajectory, in blocks and in one pass over it.
 *
 * <p>Differences are formed coordinate by coordinate before they are squared. States that nearly
 * coincide far from the origin lose no digits, so that centring them would change nothing; the
 * usual |x|^2 + |y|^2 - 2 x'y loses half the digits there. Sums over a stretch of coordinates are
 * added to those of earlier stretches: the relative error of a sum of p squares is about (stretch /
 * 4 + p / stretch) units of rounding at most, and 1e-14 in practice. The result does not depend on
 * the number of threads.
 *
 * <p>Memory: the table, k (k - 1) / 2 doubles, and a stretch of every state, {@value
 * #STRETCH_BYTES} bytes at most where k is below a million. Cost: one reading of the trajectory and
 * k^2 p / 2 differences, on all processors.
 */
public final class BlockedDistances {
  static final int UNROLLED = 4;

  /** Points in a tile: with {@link #DEPTH} coordinates they stay in the first cache. */
  private static final int TILE = 256;

  /** Coordinates that are taken before the next row. */
  private static final int DEPTH = 16;

  /** Rows that one task takes: their sums over a tile stay in the second cache. */
  private static final int ROWS = 64;

  private static final int STRETCH_BYTES = 1 << 26;

  private final Metric metric;
  private final Trajectory points;
  private final int size;
  private final double[][] below;

  private BlockedDistances(Metric metric, Trajectory points) {
    this.metric = metric;
    this.points = points;
    this.size = points.size();
    this.below = new double[size][];
    Arrays.setAll(below, double[]::new);
  }

  /**
   * The distances.
   *
   * @throws UndefinedException if a coordinate is not finite, or a sum of squares overflows
   */
  public static DistanceTable of(Metric metric, Trajectory points) {
    return new BlockedDistances(metric, points).table();
  }

  /** Bytes that computing takes beside the trajectory's own, for a plan. */
  public static long bytes(int points, long dimension) {
    return DistanceTable.bytes(points)
        + 2L * Double.BYTES * points * Math.min(dimension + UNROLLED, stretch(points));
  }

  /** Coordinates that are held of all states at once: a multiple of {@link #DEPTH}. */
  private static int stretch(int size) {
    long fitting = STRETCH_BYTES / (2L * Double.BYTES * size) / DEPTH * DEPTH;
    return (int) Math.max(DEPTH, Math.min(1024, fitting));
  }

  private DistanceTable table() {
    long dimension = points.dimension();
    int width = (int) Math.min(stretch(size), (dimension + UNROLLED - 1) / UNROLLED * UNROLLED);
    int tiles = (size + TILE - 1) / TILE;
    double[][] rows = new double[size][width];
    double[][][] columns = new double[tiles][width][];
    for (int tile = 0; tile < tiles; tile++) {
      int length = Math.min(TILE, size - tile * TILE);
      Arrays.setAll(columns[tile], c -> new double[length]);
    }
    for (long from = 0; from < dimension; from += width) {
      int count = (int) Math.min(width, dimension - from);
      // What is beyond the last coordinate is zero in all states and adds nothing.
      int padded = (count + UNROLLED - 1) / UNROLLED * UNROLLED;
      read(from, count, padded, rows, columns);
      int tasks = (size + ROWS - 1) / ROWS;
      IntStream.range(0, tasks)
          .parallel()
          // The last rows have most to do.
          .forEach(task -> add((tasks - 1 - task) * ROWS, padded, rows, columns));
    }
    for (double[] row : below) {
      for (int j = 0; j < row.length; j++) {
        row[j] = metric.distance(row[j], dimension);
      }
    }
    requireFinite();
    return new DistanceTable(below);
  }

  private void read(long from, int count, int padded, double[][] rows, double[][][] columns) {
    for (int i = 0; i < size; i++) {
      double[] row = rows[i];
      points.read(i, from, row, count);
      Arrays.fill(row, count, padded, 0);
      double[][] tile = columns[i / TILE];
      int at = i % TILE;
      for (int c = 0; c < padded; c++) {
        tile[c][at] = row[c];
      }
    }
  }

  private void add(int first, int width, double[][] rows, double[][][] columns) {
    int end = Math.min(size, first + ROWS);
    double[] sums = new double[TILE];
    double[][] few = new double[UNROLLED][];
    double[][] totals = new double[ROWS][TILE];
    for (int tile = 0; tile * TILE < end - 1; tile++) {
      int start = tile * TILE;
      for (double[] total : totals) {
        Arrays.fill(total, 0);
      }
      for (int deep = 0; deep < width; deep += DEPTH) {
        int last = Math.min(width, deep + DEPTH);
        for (int i = Math.max(first, start + 1); i < end; i++) {
          int others = Math.min(TILE, i - start);
          sums = totals[i - first];
          for (int c = deep; c < last; c += UNROLLED) {
            System.arraycopy(columns[tile], c, few, 0, UNROLLED);
            metric.add(sums, others, few, rows[i], c);
          }
        }
      }
      for (int i = Math.max(first, start + 1); i < end; i++) {
        int others = Math.min(TILE, i - start);
        for (int j = 0; j < others; j++) {
          below[i][start + j] += totals[i - first][j];
        }
      }
    }
  }

  private void requireFinite() {
    for (int i = 0; i < size; i++) {
      for (double distance : below[i]) {
        if (!Double.isFinite(distance)) {
          throw new UndefinedException(
              "distances: expected finite coordinates, got a distance of "
                  + distance
                  + " from state "
                  + i
                  + "; leave out the states after the training diverged");
        }
      }
    }
  }
}
