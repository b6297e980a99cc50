package org.sweetspot.control;

import java.util.List;
import org.sweetspot.statistics.Interval;
import org.sweetspot.statistics.PairedInterval;

/**
 * Paired differences of test accuracy between arms, in points.
 *
 * @param confidence of the intervals
 */
record Differences(double confidence) {
  /** Test accuracy of one arm minus that of another, with its interval. */
  Interval of(List<ArmRun> more, List<ArmRun> less) {
    return mean(bySeed(more, less));
  }

  /** The mean of differences with its interval. */
  Interval mean(double[] bySeed) {
    return PairedInterval.ofMean(bySeed, confidence);
  }

  /** (a - zero) / (one - zero) with its interval: how far a is on the way from zero to one. */
  Interval ratio(List<ArmRun> a, List<ArmRun> zero, List<ArmRun> one) {
    return PairedInterval.ofRatio(bySeed(a, zero), bySeed(one, zero), confidence);
  }

  /** Test accuracy of one arm minus that of another, in points, seed by seed. */
  static double[] bySeed(List<ArmRun> more, List<ArmRun> less) {
    double[] differences = new double[more.size()];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = 100 * (more.get(i).testAccuracy() - less.get(i).testAccuracy());
    }
    return differences;
  }
}
