package org.sweetspot.topology;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Rows of a table below its diagonal, shared out among the processors. */
final class Strips {
  private Strips() {}

  /**
   * Last rows, which have most to do, come first; who is free takes the next ones.
   *
   * @param size rows of the table
   * @param rows of a strip
   * @param work is given the first row of a strip
   */
  static void inParallel(int size, int rows, IntConsumer work) {
    AtomicInteger left = new AtomicInteger((size + rows - 1) / rows);
    IntStream.rangeClosed(0, ForkJoinPool.commonPool().getParallelism())
        .parallel()
        .forEach(
            worker -> {
              for (int strip = left.decrementAndGet(); strip >= 0; strip = left.decrementAndGet()) {
                work.accept(strip * rows);
              }
            });
  }
}
