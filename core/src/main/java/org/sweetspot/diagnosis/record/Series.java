package org.sweetspot.diagnosis.record;

import java.util.Arrays;

/** What a few numbers of a record say, with those left out that are not there. */
public final class Series {
  private Series() {}

  /** The numbers that are finite. */
  public static double[] finite(double... values) {
    return Arrays.stream(values).filter(Double::isFinite).toArray();
  }

  /** The median of the finite ones; NaN where there are none. */
  public static double median(double... values) {
    return quantile(0.5, values);
  }

  /** A quantile of the finite ones; NaN where there are none. */
  public static double quantile(double share, double... values) {
    double[] sorted = finite(values);
    Arrays.sort(sorted);
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** The mean of the finite ones; NaN where there are none. */
  public static double mean(double... values) {
    return Arrays.stream(finite(values)).average().orElse(Double.NaN);
  }

  /** The standard error of that mean; NaN for fewer than two. */
  public static double meanError(double... values) {
    double[] kept = finite(values);
    double mean = mean(kept);
    double squares = Arrays.stream(kept).map(one -> (one - mean) * (one - mean)).sum();
    return kept.length < 2 ? Double.NaN : Math.sqrt(squares / (kept.length - 1.0) / kept.length);
  }

  /** The largest of the finite ones; NaN where there are none. */
  public static double largest(double... values) {
    return Arrays.stream(finite(values)).max().orElse(Double.NaN);
  }

  /** The smallest of the finite ones; NaN where there are none. */
  public static double smallest(double... values) {
    return Arrays.stream(finite(values)).min().orElse(Double.NaN);
  }

  /** A stretch of numbers, cut to what there is. */
  public static double[] part(double[] values, int from, int to) {
    int begin = Math.max(0, Math.min(from, values.length));
    return Arrays.copyOfRange(values, begin, Math.max(begin, Math.min(to, values.length)));
  }
}
