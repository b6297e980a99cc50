package org.sweetspot.topology;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.sweetspot.trajectory.Trajectory;

/**
 * A trajectory read once, a stretch of coordinates of all states at a time, each coordinate by its
 * own. The next stretch is read while one is worked on.
 */
final class Stretches {
  private static final int BYTES = 1 << 26;

  /** Coordinates are taken by so many: stretches are padded with zeros, which add nothing. */
  private static final int UNIT = BlockedDistances.DEPTH;

  /** States that are turned into columns together: a cache's line of each column is filled. */
  private static final int TOGETHER = 8;

  private static final int WIDEST = 1020;

  private final Trajectory points;
  private final int tile;
  private final boolean centred;

  /**
   * How to read.
   *
   * @param tile points of which columns lie together
   * @param centred whether each coordinate's mean over the states is taken off
   */
  Stretches(Trajectory points, int tile, boolean centred) {
    this.points = points;
    this.tile = tile;
    this.centred = centred;
  }

  /** Coordinates of a stretch. */
  static int width(int size, long dimension) {
    long fitting = BYTES / (2L * Double.BYTES * size) / UNIT * UNIT;
    long most = Math.max(UNIT, Math.min(WIDEST, fitting));
    return (int) Math.min(most, (dimension + UNIT - 1) / UNIT * UNIT);
  }

  /** Bytes that two stretches take. */
  static long bytes(int size, long dimension) {
    return 2L * Double.BYTES * size * width(size, dimension);
  }

  /**
   * Some coordinates of all states.
   *
   * @param width how many, with the padding
   * @param columns by tile, coordinate and state; the last tile is padded with states of zeros to a
   *     multiple of {@link ProductKernel#ROWS}
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Stretch(int width, double[][][] columns) {}

  /** Hands over each stretch in turn; the arrays are used again afterwards. */
  void forEach(Consumer<Stretch> work) {
    long dimension = points.dimension();
    int width = width(points.size(), dimension);
    Stretch now = read(allocate(width), 0);
    if (width >= dimension) {
      work.accept(now);
      return;
    }
    ExecutorService reader =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "states");
              thread.setDaemon(true);
              return thread;
            });
    try {
      Stretch spare = allocate(width);
      for (long from = width; ; from += width) {
        long next = from;
        Stretch free = spare;
        CompletableFuture<Stretch> coming =
            next < dimension
                ? CompletableFuture.supplyAsync(() -> read(free, next), reader)
                : CompletableFuture.completedFuture(free);
        work.accept(now);
        spare = now;
        now = join(coming);
        if (next >= dimension) {
          return;
        }
      }
    } finally {
      reader.shutdownNow();
    }
  }

  private static Stretch join(CompletableFuture<Stretch> coming) {
    try {
      return coming.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failed;
    }
  }

  private Stretch allocate(int width) {
    int size = points.size();
    int padded = (size + ProductKernel.ROWS - 1) / ProductKernel.ROWS * ProductKernel.ROWS;
    int tiles = (size + tile - 1) / tile;
    double[][][] columns = new double[tiles][width][];
    for (int t = 0; t < tiles; t++) {
      int length = Math.min(tile, padded - t * tile);
      Arrays.setAll(columns[t], c -> new double[length]);
    }
    return new Stretch(width, columns);
  }

  private Stretch read(Stretch into, long from) {
    int size = points.size();
    int count = (int) Math.min(into.width, points.dimension() - from);
    int padded = (count + UNIT - 1) / UNIT * UNIT;
    double[] sums = new double[padded];
    double[][] rows = new double[TOGETHER][padded];
    for (int first = 0; first < size; first += TOGETHER) {
      int some = Math.min(TOGETHER, size - first);
      for (int r = 0; r < some; r++) {
        double[] row = rows[r];
        points.read(first + r, from, row, count);
        for (int c = 0; c < count; c++) {
          sums[c] += row[c];
        }
      }
      for (int c = 0; c < padded; c++) {
        for (int r = 0; r < some; r++) {
          into.columns[(first + r) / tile][c][(first + r) % tile] = rows[r][c];
        }
      }
    }
    if (centred) {
      centre(into, sums);
    }
    return new Stretch(padded, into.columns);
  }

  private void centre(Stretch stretch, double[] sums) {
    int size = points.size();
    for (int t = 0; t < stretch.columns.length; t++) {
      int length = Math.min(tile, size - t * tile);
      for (int c = 0; c < sums.length; c++) {
        double[] column = stretch.columns[t][c];
        double mean = sums[c] / size;
        for (int j = 0; j < length; j++) {
          column[j] -= mean;
        }
      }
    }
  }
}
