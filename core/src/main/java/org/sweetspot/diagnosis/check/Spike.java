package org.sweetspot.diagnosis.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/**
 * A stretch of updates whose loss lies far above the level before: above the median of the 32
 * losses before by half of it and by fifteen robust deviations, and by a tenth of the loss at the
 * beginning of the training, since a loss that is nearly zero jumps without harm. Losses of earlier
 * spikes do not count as before.
 *
 * @param step its first update
 * @param height its highest loss over the level
 * @param length how many updates it lasts
 * @param ratio how far the batch or the moments are from what is usual; see the cause
 * @param beyond its highest loss over the largest of the 128 before
 * @param cause why, as far as the record tells
 */
record Spike(double step, double height, int length, double ratio, double beyond, Cause cause) {
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
  private static final int TAIL = 128;
  private static final int SHORT = 2;
  private static final int STRETCH = 8;
  private static final int OFTEN = 3;
  private static final double FAR = 3;

  /** All spikes of a record, in order. */
  static List<Spike> all(RecordedRun run) {
    double[] loss = run.series("loss");
    double least = 0.1 * Series.median(Series.part(loss, 0, 10));
    List<Spike> found = new ArrayList<>();
    List<Integer> calm = new ArrayList<>();
    int i = 0;
    while (i < loss.length) {
      double[] before = last(loss, calm, BEFORE);
      double level = Series.median(before);
      double[] distances = new double[before.length];
      for (int k = 0; k < before.length; k++) {
        distances[k] = Math.abs(before[k] - level);
      }
      double high = level + Math.max(0.5 * level, 15 * Series.median(distances));
      int end = i;
      double top = 0;
      while (before.length == BEFORE && end < loss.length && loss[end] > high) {
        top = Math.max(top, loss[end]);
        end++;
      }
      if (end > i && level > 0 && top > Series.largest(before) && top - level > least) {
        found.add(new Stretch(run, loss, calm, i, end, level, top).spike());
      } else {
        end = i + 1;
        calm.add(i);
      }
      i = end;
    }
    return found;
  }

  private static double[] last(double[] loss, List<Integer> calm, int count) {
    return calm.subList(Math.max(0, calm.size() - count), calm.size()).stream()
        .mapToDouble(place -> loss[place])
        .toArray();
  }

  /** The first spike of that cause and how many there are, if there is one. */
  static Optional<Finding> finding(CheckCard card, RecordedRun run, Cause cause) {
    List<Spike> mine = all(run).stream().filter(spike -> spike.cause() == cause).toList();
    if (mine.isEmpty()) {
      return Optional.empty();
    }
    Spike first = mine.get(0);
    return Optional.of(
        Finding.of(card, harms(mine, cause) ? Severity.FAULT : Severity.WARNING)
            .with("at", first.step())
            .with("height", first.height())
            .with("length", first.length())
            .with("ratio", first.ratio())
            .with("count", mine.size()));
  }

  /** One odd batch happens, and small batches differ; steps that overshoot once do so again. */
  private static boolean harms(List<Spike> mine, Cause cause) {
    double beyond = Series.median(mine.stream().mapToDouble(Spike::beyond).toArray());
    boolean unlike = mine.stream().anyMatch(spike -> spike.ratio() > FAR);
    return switch (cause) {
      case DATA -> mine.size() >= OFTEN && (unlike || beyond > FAR);
      case CURVATURE -> Series.largest(mine.stream().mapToDouble(Spike::beyond).toArray()) > 1.5;
      case MOMENTS -> true;
    };
  }

  /** Where a spike lies in its record. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Stretch(
      RecordedRun run,
      double[] loss,
      List<Integer> calm,
      int at,
      int end,
      double level,
      double top) {
    Spike spike() {
      double moments = Moments.before(run, calm);
      double inputs = unlike();
      boolean data = end - at <= SHORT || inputs > FAR || square();
      // What is always the same batch is never unlike the others.
      boolean moving = data && run.looked().size() >= 4 && batches() == 1;
      Cause cause =
          !Double.isNaN(moments) ? Cause.MOMENTS : data && !moving ? Cause.DATA : Cause.CURVATURE;
      return new Spike(
          run.steps().get(at).number("step"),
          top / level,
          end - at,
          cause == Cause.MOMENTS ? moments : inputs,
          top / Series.largest(last(loss, calm, TAIL)),
          cause);
    }

    /** Whether it is there at once and gone at once: what overshoots grows, and falls slowly. */
    private boolean square() {
      return end - at <= STRETCH
          && loss[at] - level > 0.5 * (top - level)
          && loss[end - 1] - level > 0.3 * (top - level);
    }

    private long batches() {
      return run.looked().stream().map(step -> step.text("batch")).distinct().count();
    }

    /** The spread of inputs or targets against what is usual; 1 where they were not looked at. */
    private double unlike() {
      double ratio = 1;
      for (String what : List.of("inputs", "targets")) {
        double[] usual = run.looked().stream().mapToDouble(step -> size(step, what)).toArray();
        for (int i = at; i < Math.min(end, at + STRETCH); i++) {
          double one = size(run.steps().get(i), what) / Series.median(usual);
          ratio = Double.isNaN(one) ? ratio : Math.max(ratio, one);
        }
      }
      return ratio;
    }

    private static double size(Entry step, String what) {
      double largest = Double.NaN;
      for (Entry batch : step.entries("micro")) {
        double[] numbers = batch.numbers(what);
        largest = numbers.length == 3 ? Series.largest(largest, numbers[1]) : largest;
      }
      return largest;
    }
  }
}
