package org.sweetspot.topology;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.sweetspot.trajectory.Trajectory;

/**
 * A trajectory read once, a stretch of coordinates of all states at a time. The next stretch is
 * read while one is worked on.
 *
 * @param <S> what holds a stretch
 */
abstract class ReadAhead<S> {
  private static final int BYTES = 1 << 26;

  private static final int WIDEST = 1020;

  private final int unit;
  final Trajectory points;

  /**
   * How to read.
   *
   * @param unit widths of stretches are multiples of it
   */
  ReadAhead(Trajectory points, int unit) {
    this.points = points;
    this.unit = unit;
  }

  /** Room for a stretch of so many coordinates. */
  abstract S allocate(int width);

  /** The stretch from a coordinate on, in the room of an earlier one. */
  abstract S read(S into, long from);

  /** Coordinates of a stretch. */
  static int width(int size, long dimension, int unit) {
    long fitting = BYTES / (2L * Double.BYTES * size) / unit * unit;
    long most = Math.max(unit, Math.min(WIDEST, fitting));
    return (int) Math.min(most, (dimension + unit - 1) / unit * unit);
  }

  /** Bytes that two stretches take. */
  static long bytes(int size, long dimension, int unit) {
    return 2L * Double.BYTES * size * width(size, dimension, unit);
  }

  /** Hands over each stretch in turn; what holds it is used again afterwards. */
  void forEach(Consumer<S> work) {
    long dimension = points.dimension();
    int width = width(points.size(), dimension, unit);
    S now = read(allocate(width), 0);
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
      S spare = allocate(width);
      for (long from = width; ; from += width) {
        long next = from;
        S free = spare;
        CompletableFuture<S> coming =
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

  private static <S> S join(CompletableFuture<S> coming) {
    try {
      return coming.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failed;
    }
  }
}
