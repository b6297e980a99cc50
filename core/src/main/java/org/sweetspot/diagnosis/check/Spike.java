package org.sweetspot.diagnosis.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/**
 * A stretch of updates whose loss lies far above the level before: above the median of the 32
 * losses before by half of it and by ten robust deviations.
 *
 * @param step its first update
 * @param height its highest loss over the level
 * @param length how many updates it lasts
 * @param ratio how far the batch or the moments are from what is usual; see the cause
 * @param cause why, as far as the record tells
 */
record Spike(double step, double height, int length, double ratio, Cause cause) {
  /** Why the loss jumps. */
  enum Cause {
    /** The batch is unlike the others. */
    DATA,
    /** Adam's second moments lag behind the gradient. */
    MOMENTS,
    /** The steps themselves overshoot. */
    CURVATURE
  }

  private static final int BEFORE = 32;
  private static final int SHORT = 2;
  private static final int OFTEN = 3;

  /** All spikes of a record, in order. */
  static List<Spike> all(RecordedRun run) {
    double[] loss = run.series("loss");
    List<Spike> found = new ArrayList<>();
    int i = BEFORE;
    while (i < loss.length) {
      double[] before = Series.part(loss, i - BEFORE, i);
      double level = Series.median(before);
      double[] distances = new double[before.length];
      for (int k = 0; k < before.length; k++) {
        distances[k] = Math.abs(before[k] - level);
      }
      double high = level + Math.max(0.5 * level, 15 * Series.median(distances));
      int end = i;
      double top = 0;
      while (end < loss.length && loss[end] > high) {
        top = Math.max(top, loss[end]);
        end++;
      }
      if (end > i && level > 0 && top > Series.largest(before)) {
        found.add(spike(run, i, end - i, top / level));
      }
      i = Math.max(i + 1, end);
    }
    return found;
  }

  /** The first spike of that cause and how many there are, if there is one. */
  static Optional<Finding> finding(CheckCard card, RecordedRun run, Cause cause) {
    List<Spike> mine = all(run).stream().filter(spike -> spike.cause() == cause).toList();
    if (mine.isEmpty()) {
      return Optional.empty();
    }
    Spike first = mine.get(0);
    // One odd batch happens; steps that overshoot once do so again.
    boolean often = mine.size() >= OFTEN || cause != Cause.DATA;
    return Optional.of(
        Finding.of(card, often ? Severity.FAULT : Severity.WARNING)
            .with("at", first.step())
            .with("height", first.height())
            .with("length", first.length())
            .with("ratio", first.ratio())
            .with("count", mine.size()));
  }

  private static Spike spike(RecordedRun run, int at, int length, double height) {
    double step = run.steps().get(at).number("step");
    double moments = 0;
    for (int i = Math.max(0, at - 5); i < at; i++) {
      double ratio = run.steps().get(i).number("update.momentRatio");
      moments = Double.isNaN(ratio) ? moments : Math.max(moments, ratio);
    }
    if (moments > 3) {
      return new Spike(step, height, length, moments, Cause.MOMENTS);
    }
    double inputs = unlike(run, at);
    if (length <= SHORT || inputs > 3) {
      return new Spike(step, height, length, inputs, Cause.DATA);
    }
    return new Spike(step, height, length, inputs, Cause.CURVATURE);
  }

  /** The largest input of the batch against what is usual; 1 where it was not looked at. */
  private static double unlike(RecordedRun run, int at) {
    double[] usual = run.looked().stream().mapToDouble(Spike::size).toArray();
    double ratio = size(run.steps().get(at)) / Series.median(usual);
    return Double.isNaN(ratio) ? 1 : ratio;
  }

  private static double size(Entry step) {
    double largest = Double.NaN;
    for (Entry batch : step.entries("micro")) {
      double[] inputs = batch.numbers("inputs");
      largest = inputs.length == 3 ? Series.largest(largest, inputs[1]) : largest;
    }
    return largest;
  }
}
