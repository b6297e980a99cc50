package org.sweetspot.measure.calibration;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** How rows are sorted into bins of confidence. */
enum Bins {
  /** Bin b of K holds confidences above b / K up to (b + 1) / K; the first one zero as well. */
  EQUAL_WIDTH("equal width") {
    @Override
    int[] assign(double[] confidence, int count) {
      return Arrays.stream(confidence).mapToInt(c -> byEdges(c, count)).toArray();
    }
  },
  /**
   * Bins of equally many rows by rank of confidence, the lower ones one more where the rows do not
   * divide: NumPy's {@code array_split}. Equal confidences keep the rows' order.
   */
  EQUAL_MASS("equal mass") {
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
      int least = n / count;
      int larger = (n % count) * (least + 1);
      for (int rank = 0; rank < n; rank++) {
        bins[order[rank]] =
            rank < larger ? rank / (least + 1) : n % count + (rank - larger) / least;
      }
      return bins;
    }
  };

  /** How many bins all measures of calibration take, as most papers do. */
  static final int COUNT = 15;

  private final String what;

  Bins(String what) {
    this.what = what;
  }

  /** What is the same in all bins, in words. */
  String what() {
    return what;
  }

  /** Rounding of c * count must not move a confidence across an edge that it equals. */
  private static int byEdges(double c, int count) {
    int bin = Math.max(0, Math.min(count - 1, (int) Math.ceil(c * count) - 1));
    if (bin > 0 && c <= bin / (double) count) {
      return bin - 1;
    }
    return bin < count - 1 && c > (bin + 1) / (double) count ? bin + 1 : bin;
  }

  /** The bin of each row. */
  abstract int[] assign(double[] confidence, int count);
}
