package org.sweetspot.measure.tails;

import java.util.Arrays;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.NullControl;
import org.sweetspot.statistics.Hill;
import org.sweetspot.statistics.StableIndex;

/** How a tail index is told from rows of noise. */
enum TailEstimator {
  /** From the growth of sums of consecutive rows. */
  SUMS {
    @Override
    Tail of(double[][] noise) {
      int m = StableIndex.termsFor(noise.length);
      if (noise.length < 2 * m) {
        throw new NotApplicableException("needs at least 4 examples, got " + noise.length);
      }
      StableIndex index = StableIndex.of(noise, m);
      return new Tail(index.alpha(), index.standardError());
    }

    @Override
    String text(double[][] noise) {
      int m = StableIndex.termsFor(noise.length);
      return "1 / alpha = (mean ln|Y| - mean ln|X|) / ln m, Y sums of m = "
          + m
          + " consecutive of "
          + noise.length / m * m
          + " examples; standard error by a jackknife over the sums";
    }
  },
  /** From the largest entries. */
  HILL {
    @Override
    Tail of(double[][] noise) {
      double[] pooled = Arrays.stream(noise).flatMapToDouble(Arrays::stream).toArray();
      Hill hill = Hill.of(pooled, largest(noise));
      return new Tail(hill.alpha(), hill.standardError());
    }

    @Override
    String text(double[][] noise) {
      return "Hill's estimator over the k largest twentieth of all entries (all: k = "
          + largest(noise)
          + "); error alpha / sqrt(k), too small since entries of one example depend on each"
          + " other";
    }
  };

  /** The index of pooled noise, rows in order. */
  abstract Tail of(double[][] noise);

  /** The estimator in words. */
  abstract String text(double[][] noise);

  private static int largest(double[][] noise) {
    return Math.max(1, noise.length * noise[0].length / 20);
  }

  /**
   * An index and its error.
   *
   * @param alpha the index
   * @param error its standard error
   */
  record Tail(double alpha, double error) {
    /** Whether two indices are further apart than twice their common error. */
    boolean differs(Tail other) {
      return Math.abs(alpha - other.alpha) > 2 * Math.hypot(error, other.error);
    }

    /** This as what a control gave beside one of the values. */
    NullControl beside(String part, Tail value) {
      return new NullControl(
          part, "Gaussian noise of the same variances", alpha, error, value.differs(this));
    }
  }
}
