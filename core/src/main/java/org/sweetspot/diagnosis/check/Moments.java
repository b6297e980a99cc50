package org.sweetspot.diagnosis.check;

import java.util.List;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** How far gradients are above what Adam's second moments expect. */
final class Moments {
  private static final int NEAR = 5;
  private static final int USUAL = 64;
  private static final double HIGH = 3;

  private Moments() {}

  /**
   * The largest root of mean squared gradient over the second moment among the last 5 updates of
   * those, where it is above 3; NaN where it is not, or where such a ratio is nothing unusual:
   * above half of it in one of twenty updates before.
   *
   * @param calm places of the updates to look at, in order
   */
  static double before(RecordedRun run, List<Integer> calm) {
    int from = Math.max(0, calm.size() - NEAR);
    double most = Double.NaN;
    for (int place : calm.subList(from, calm.size())) {
      most = Series.largest(most, ratio(run.steps().get(place)));
    }
    double usual =
        Series.quantile(
            0.95,
            calm.subList(Math.max(0, from - USUAL), from).stream()
                .mapToDouble(place -> ratio(run.steps().get(place)))
                .toArray());
    return most > HIGH && !(usual > most / 2) ? most : Double.NaN;
  }

  /** From several tensors after an update that was looked at, from one before each. */
  private static double ratio(Entry step) {
    return Series.largest(step.number("update.momentRatio"), step.number("momentRatio"));
  }
}
