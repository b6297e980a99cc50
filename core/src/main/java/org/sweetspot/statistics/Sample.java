package org.sweetspot.statistics;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Moments of a list of numbers. */
public final class Sample {
  private Sample() {}

  /** The mean. */
  public static double mean(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("mean: expected at least one number, got none");
    }
    return Arrays.stream(values).sum() / values.length;
  }

  /** The unbiased variance, over n - 1; NaN for fewer than two numbers. */
  public static double variance(double[] values) {
    double mean = mean(values);
    return Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / (values.length - 1.0);
  }

  /** Standard error of the mean; NaN for fewer than two numbers. */
  public static double standardError(double[] values) {
    return values.length < 2 ? Double.NaN : Math.sqrt(variance(values) / values.length);
  }

  /** Differences pair by pair. */
  public static double[] differences(double[] a, double[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "paired numbers: expected as many on both sides, got " + a.length + " and " + b.length);
    }
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] - b[i]).toArray();
  }

  /** Refuses NaN and infinity. */
  static void requireFinite(String name, double[] values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(name + ": expected finite numbers, got " + value);
      }
    }
  }
}
