package org.sweetspot.measure.calibration;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** How rows are sorted into bins of confidence. */
enum Bins {
  /** Bin b of K holds confidences above b / K up to (b + 1) / K. */
  EQUAL_WIDTH {
    @Override
    int[] assign(double[] confidence, int count) {
      return Arrays.stream(confidence)
          .mapToInt(c -> Math.max(0, Math.min(count - 1, (int) Math.ceil(c * count) - 1)))
          .toArray();
    }
  },
  /** Bins of nearly equally many rows, by rank of confidence. */
  EQUAL_MASS {
    @Override
    int[] assign(double[] confidence, int count) {
      int n = confidence.length;
      int[] order =
          IntStream.range(0, n)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> confidence[i]))
              .mapToInt(Integer::intValue)
              .toArray();
      int[] bins = new int[n];
      for (int rank = 0; rank < n; rank++) {
        bins[order[rank]] = (int) ((long) rank * count / n);
      }
      return bins;
    }
  };

  /** The bin of each row. */
  abstract int[] assign(double[] confidence, int count);
}
