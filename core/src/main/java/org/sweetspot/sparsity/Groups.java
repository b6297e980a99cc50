package org.sweetspot.sparsity;

import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/** Groups of M numbers along the rows of a tensor; a row's last one may be shorter. */
final class Groups {
  private Groups() {}

  /** What is done to a group in place. */
  @FunctionalInterface
  interface Work {
    /** A group of some size at a start, which is the so-many-th of the tensor. */
    void at(float[] values, int start, int size, int group);
  }

  /** into := every group's outcome, piece by piece, on one thread or several. */
  static void each(
      FloatBuffer from,
      FloatBuffer into,
      int rowLength,
      int groupLength,
      int rowsTogether,
      int threads,
      Work work) {
    int rows = from.capacity() / rowLength;
    int ofRow = (rowLength + groupLength - 1) / groupLength;
    int together = Math.max(1, rowsTogether / rowLength);
    IntStream pieces = IntStream.range(0, (rows + together - 1) / together);
    (threads > 1 ? pieces.parallel() : pieces)
        .forEach(
            piece -> {
              int first = piece * together;
              int count = Math.min(together, rows - first);
              float[] values = new float[count * rowLength];
              from.get(first * rowLength, values);
              for (int row = 0; row < count; row++) {
                for (int k = 0; k < ofRow; k++) {
                  int start = row * rowLength + k * groupLength;
                  int size = Math.min(groupLength, rowLength - k * groupLength);
                  work.at(values, start, size, (first + row) * ofRow + k);
                }
              }
              into.put(first * rowLength, values);
            });
  }
}
