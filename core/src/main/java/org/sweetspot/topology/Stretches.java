package org.sweetspot.topology;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.sweetspot.trajectory.Trajectory;

/**
 * A trajectory read once, a stretch of coordinates of all states at a time, each by rows and by
 * columns. The next stretch is read while one is worked on.
 */
final class Stretches {
  private static final int BYTES = 1 << 26;

  /** Coordinates are taken by so many: stretches are padded with zeros, which add nothing. */
  private static final int UNIT = 16;

  private static final int WIDEST = 1024;

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
    long fitting = BYTES / (4L * Double.BYTES * size) / UNIT * UNIT;
    long most = Math.max(UNIT, Math.min(WIDEST, fitting));
    return (int) Math.min(most, (dimension + UNIT - 1) / UNIT * UNIT);
  }

  /** Bytes that two stretches take. */
  static long bytes(int size, long dimension) {
    return 4L * Double.BYTES * size * width(size, dimension);
  }

  /**
   * Some coordinates of all states.
   *
   * @param width how many, with the padding
   * @param rows of states, padded with rows of zeros to a multiple of {@link ProductKernel#ROWS}
   * @param columns by tile, coordinate and state
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Stretch(int width, double[][] rows, double[][][] columns) {}

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
    double[][] rows = new double[padded][width];
    double[][][] columns = new double[tiles][width][];
    for (int t = 0; t < tiles; t++) {
      int length = Math.min(tile, size - t * tile);
      Arrays.setAll(columns[t], c -> new double[length]);
    }
    return new Stretch(width, rows, columns);
  }

  private Stretch read(Stretch into, long from) {
    int size = points.size();
    int count = (int) Math.min(into.width, points.dimension() - from);
    int padded = (count + UNIT - 1) / UNIT * UNIT;
    double[] mean = new double[padded];
    for (int i = 0; i < size; i++) {
      double[] row = into.rows[i];
      points.read(i, from, row, count);
      Arrays.fill(row, count, padded, 0);
      if (centred) {
        for (int c = 0; c < count; c++) {
          mean[c] += row[c];
        }
      }
    }
    for (int c = 0; c < count; c++) {
      mean[c] /= size;
    }
    for (int i = 0; i < size; i++) {
      double[] row = into.rows[i];
      double[][] columns = into.columns[i / tile];
      int at = i % tile;
      for (int c = 0; c < padded; c++) {
        row[c] -= mean[c];
        columns[c][at] = row[c];
      }
    }
    return new Stretch(padded, into.rows, into.columns);
  }
}
