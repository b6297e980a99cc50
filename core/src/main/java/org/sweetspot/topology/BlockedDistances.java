package org.sweetspot.topology;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.sweetspot.statistics.UndefinedException;
import org.sweetspot.trajectory.Trajectory;

/**
 * All distances between the states of a trajectory, in blocks.
 *
 * <p>Sums over a stretch of coordinates are added to those of earlier stretches. Where a metric is
 * not Euclidean, or states have few coordinates, differences are formed coordinate by coordinate
 * before they are summed. The relative error of a sum of p terms is then about (stretch / 4 + p /
 * stretch) units of rounding at most, and 1e-14 in practice.
 *
 * <p>Euclidean distances of long states are made of scalar products, |x|^2 + |y|^2 - 2 x'y, of
 * states from which their mean was taken off: half as many operations. Where |x - y|^2 is less than
 * a {@value #NEAR}th of |x|^2 + |y|^2 digits would be lost, and those pairs are summed again by
 * their differences, in a second reading. The relative error of a squared distance is thus at most
 * {@value #NEAR} times that of a scalar product: 1e-14 to 1e-13 in practice. The result does not
 * depend on the number of threads.
 *
 * <p>Memory: the table, k (k - 1) / 2 doubles, and two stretches of every state, 64 MB at most
 * where k is below a million. Cost: one reading of the trajectory, a second one where states are
 * near each other, and k^2 p / 2 products or differences, on all processors.
 */
public final class BlockedDistances {
  static final int UNROLLED = 4;

  /**
   * Points in a tile: with {@link #DEPTH} coordinates they stay in the first cache. An array of so
   * many doubles with its header of two is a multiple of a cache's line, so that arrays allocated
   * one after the other are aligned alike and vectors do not straddle lines.
   */
  private static final int TILE = 510;

  /** Coordinates that are taken before the next row. */
  private static final int DEPTH = 8;

  /** Rows that one task takes: their sums over a tile stay in the second cache. */
  private static final int ROWS = 64;

  /** Squared distances below this share of both squared norms are summed by differences. */
  private static final int NEAR = 64;

  /** States with fewer coordinates are not worth scalar products. */
  private static final int SHORT = 64;

  private final Metric metric;
  private final Trajectory points;
  private final int size;
  private final int tiles;
  private final double[][] below;

  /** The part of each tile that a row's differences are formed with: first and end by row. */
  private final int[][] from;

  private final int[][] to;

  private BlockedDistances(Metric metric, Trajectory points) {
    this.metric = metric;
    this.points = points;
    this.size = points.size();
    this.tiles = (size + TILE - 1) / TILE;
    this.below = new double[size][];
    Arrays.setAll(below, double[]::new);
    this.from = new int[size][tiles];
    this.to = new int[size][tiles];
  }

  /**
   * The distances.
   *
   * @throws UndefinedException if a coordinate is not finite, or a sum of squares overflows
   */
  public static DistanceTable of(Metric metric, Trajectory points) {
    BlockedDistances distances = new BlockedDistances(metric, points);
    boolean all = true;
    if (metric == Metric.EUCLIDEAN && points.dimension() >= SHORT) {
      distances.byProducts();
      all = false;
    }
    distances.byDifferences(all);
    distances.requireFinite();
    return new DistanceTable(distances.below);
  }

  /** Bytes that computing takes beside the trajectory's own, for a plan. */
  public static long bytes(int points, long dimension) {
    return DistanceTable.bytes(points) + Stretches.bytes(points, dimension);
  }

  private void byProducts() {
    double[] squares = new double[size];
    new Stretches(points, TILE, true)
        .forEach(
            stretch -> {
              for (int i = 0; i < size; i++) {
                double sum = 0;
                for (int c = 0; c < stretch.width(); c++) {
                  sum = Math.fma(stretch.rows()[i][c], stretch.rows()[i][c], sum);
                }
                squares[i] += sum;
              }
              inParallel(first -> multiply(first, stretch));
            });
    inParallel(first -> finish(first, squares));
  }

  /** Last rows, which have most to do, come first. */
  private void inParallel(Rows work) {
    int tasks = (size + ROWS - 1) / ROWS;
    IntStream.range(0, tasks).parallel().forEach(task -> work.from((tasks - 1 - task) * ROWS));
  }

  /** What is done with some rows. */
  @FunctionalInterface
  private interface Rows {
    void from(int first);
  }

  private void multiply(int first, Stretches.Stretch stretch) {
    int end = Math.min(size, first + ROWS);
    double[][] totals = new double[ROWS][TILE];
    for (int tile = 0; tile * TILE < end - 1; tile++) {
      int start = tile * TILE;
      int length = Math.min(TILE, size - start);
      double[][] columns = stretch.columns()[tile];
      for (double[] total : totals) {
        Arrays.fill(total, 0);
      }
      for (int deep = 0; deep < stretch.width(); deep += DEPTH) {
        for (int i = first; i < end; i += ProductKernel.ROWS) {
          int others = Math.min(length, i + ProductKernel.ROWS - 1 - start);
          ProductKernel.add(
              totals, i - first, others, columns, stretch.rows(), i, deep, deep + DEPTH);
        }
      }
      collect(first, end, start, totals);
    }
  }

  private void collect(int first, int end, int start, double[][] totals) {
    for (int i = Math.max(first, start + 1); i < end; i++) {
      int others = Math.min(TILE, i - start);
      for (int j = 0; j < others; j++) {
        below[i][start + j] += totals[i - first][j];
      }
    }
  }

  /** Makes distances of scalar products, and notes the pairs of which digits are lost. */
  private void finish(int first, double[] squares) {
    for (int i = first; i < Math.min(size, first + ROWS); i++) {
      double[] row = below[i];
      for (int start = 0; start < i; start += TILE) {
        int nearest = TILE;
        int end = 0;
        int others = Math.min(TILE, i - start);
        for (int j = 0; j < others; j++) {
          double both = squares[i] + squares[start + j];
          double square = both - 2 * row[start + j];
          row[start + j] = Math.sqrt(Math.max(square, 0));
          if (square * NEAR < both) {
            nearest = Math.min(nearest, j);
            end = j + 1;
          }
        }
        if (end > 0) {
          from[i][start / TILE] = nearest;
          to[i][start / TILE] = end;
          Arrays.fill(row, start + nearest, start + end, 0);
        }
      }
    }
  }

  /**
   * Sums over differences.
   *
   * @param all pairs; else those that are noted
   */
  private void byDifferences(boolean all) {
    boolean some = all;
    for (int i = 1; i < size; i++) {
      for (int tile = 0; tile * TILE < i; tile++) {
        if (all) {
          to[i][tile] = Math.min(TILE, i - tile * TILE);
        }
        some |= to[i][tile] > 0;
      }
    }
    if (!some) {
      return;
    }
    new Stretches(points, TILE, false)
        .forEach(stretch -> inParallel(first -> subtract(first, stretch)));
    for (int i = 1; i < size; i++) {
      for (int tile = 0; tile * TILE < i; tile++) {
        for (int j = tile * TILE + from[i][tile]; j < tile * TILE + to[i][tile]; j++) {
          below[i][j] = metric.distance(below[i][j], points.dimension());
        }
      }
    }
  }

  private void subtract(int first, Stretches.Stretch stretch) {
    int end = Math.min(size, first + ROWS);
    double[][] few = new double[UNROLLED][];
    double[][] totals = new double[ROWS][TILE];
    for (int tile = 0; tile * TILE < end - 1; tile++) {
      int start = tile * TILE;
      for (double[] total : totals) {
        Arrays.fill(total, 0);
      }
      for (int deep = 0; deep < stretch.width(); deep += DEPTH) {
        for (int i = Math.max(first, start + 1); i < end; i++) {
          if (to[i][tile] == 0) {
            continue;
          }
          for (int c = deep; c < deep + DEPTH; c += UNROLLED) {
            System.arraycopy(stretch.columns()[tile], c, few, 0, UNROLLED);
            metric.add(totals[i - first], from[i][tile], to[i][tile], few, stretch.rows()[i], c);
          }
        }
      }
      collect(first, end, start, totals);
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
