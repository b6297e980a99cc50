package org.sweetspot.diagnosis.check;

import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** How far a training got. */
final class LossFall {
  private LossFall() {}

  /**
   * The share by which the reported loss fell: 1 - last / first, medians of the first and the last
   * tenth; minus infinity where it is not finite at the end, NaN of fewer than 10 updates.
   */
  static double of(RecordedRun run) {
    double[] loss = run.series("loss");
    int tenth = loss.length / 10;
    double[] end = Series.part(loss, loss.length - tenth, loss.length);
    if (tenth > 0 && Series.finite(end).length == 0) {
      return Double.NEGATIVE_INFINITY;
    }
    return 1 - Series.median(end) / Series.median(Series.part(loss, 0, tenth));
  }
}
