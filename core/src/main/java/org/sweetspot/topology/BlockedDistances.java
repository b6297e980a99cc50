package org.sweetspot.topology;

import java.util.Arrays;
import org.sweetspot.matrix.MatrixAlgebra;
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
 * depend on the number of threads; on who multiplies it does, within that error.
 *
 * <p>Memory: the table, k (k - 1) / 2 doubles, and two stretches of every state, 64 MB at most
 * where k is below a million. Cost: one reading of the trajectory, a second one where states are
 * near each other, and k^2 p / 2 products or differences, on all processors.
 */
public final class BlockedDistances {
  static final int UNROLLED = 4;

  /** Points in a tile: with {@link #DEPTH} coordinates they stay in the first cache. */
  private static final int TILE = 342;

  /** Coordinates that are taken before the next row: a multiple of {@link #UNROLLED}. */
  static final int DEPTH = 12;

  /** Rows that one task takes: their sums over a tile stay in the second cache. */
  private static final int ROWS = 126;

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
   * @param algebra forms the scalar products
   * @throws UndefinedException if a coordinate is not finite, or a sum of squares overflows
   */
  public static DistanceTable of(Metric metric, Trajectory points, MatrixAlgebra algebra) {
    BlockedDistances distances = new BlockedDistances(metric, points);
    boolean all = true;
    if (metric == Metric.EUCLIDEAN && points.dimension() >= SHORT) {
      distances.byProducts(algebra);
      all = false;
    }
    distances.byDifferences(all);
    distances.requireFinite();
    return new DistanceTable(distances.below);
  }

  /** Bytes that computing takes beside the trajectory's own, for a plan. */
  public static long bytes(int points, long dimension) {
    return DistanceTable.bytes(points)
        + Math.max(Stretches.bytes(points, dimension), StateRows.bytes(points, dimension));
  }

  private void byProducts(MatrixAlgebra algebra) {
    double[] squares = new ScalarProducts(points, algebra).addTo(below);
    Strips.inParallel(size, ROWS, first -> finish(first, squares));
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
      double own = squares[i];
      for (int start = 0; start < i; start += TILE) {
        int nearest = TILE;
        int end = 0;
        int count = Math.min(TILE, i - start);
        for (int j = 0; j < count; j++) {
          double both = own + squares[start + j];
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
    new Stretches(points, TILE)
        .forEach(stretch -> Strips.inParallel(size, ROWS, first -> subtract(first, stretch)));
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
    double[] own = new double[UNROLLED];
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
            for (int u = 0; u < UNROLLED; u++) {
              own[u] = stretch.columns()[i / TILE][c + u][i % TILE];
            }
            metric.add(totals[i - first], from[i][tile], to[i][tile], few, own);
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
