package org.sweetspot.control.probe;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/**
 * Readings of noise from what a recorder left, without another gradient.
 *
 * <p>Of two successive gradients g, h of disjoint batches of B of n examples (an epoch draws
 * without replacement): E g'h = |G|^2 - tr Sigma / (n - 1) and E |g|^2 = |G|^2 + tr Sigma (n - B) /
 * (B (n - 1)), so that with d = (|g|^2 + |h|^2) / 2 - g'h the noise is tr Sigma = d B (n - 1) / n
 * and the signal |G|^2 = g'h + d B / n, where the weights hardly moved between the two. Inner
 * products are those of random projections. Averaged over all looked-at pairs of a part of the
 * training, at most eight parts with ten pairs each on average; errors over pairs. A projection
 * adds 1/sqrt(251) of |g||h| to the error of one pair; updates that move far make |G|^2 too small.
 * Curvature is not recorded: NaN. Cost: none.
 */
public final class RecordedReadings {
  private static final int MOST_PARTS = 8;
  private static final int FEWEST_PAIRS = 10;

  private RecordedReadings() {}

  /**
   * Up to eight readings, one for each part of the record that has pairs; at least one.
   *
   * @param runs at least one, of equal trainings with different seeds
   * @param examples in the training split
   */
  public static Readings of(List<RecordedRun> runs, int examples) {
    List<Reading> points = new ArrayList<>();
    int pairs = moments(runs, 0, 1, examples)[0].length;
    int parts = Math.max(1, Math.min(MOST_PARTS, pairs / FEWEST_PAIRS));
    for (int i = 0; i < parts; i++) {
      double[][] moments = moments(runs, (double) i / parts, (i + 1.0) / parts, examples);
      if (moments[0].length > 0) {
        points.add(reading((i + 0.5) / parts, moments));
      }
    }
    if (points.isEmpty()) {
      points.add(unknown().points().get(0));
    }
    return new Readings(points, dimension(runs.get(0)));
  }

  /** Of a training about which nothing is known. */
  public static Readings unknown() {
    double none = Double.NaN;
    return new Readings(List.of(new Reading(0, none, none, none, none, none, none)));
  }

  private static long dimension(RecordedRun run) {
    double sum = 0;
    for (Entry parameter : run.facts().entries("parameters")) {
      double size = 1;
      for (double side : parameter.numbers("shape")) {
        size *= side;
      }
      sum += size;
    }
    return (long) sum;
  }

  private static Reading reading(double progress, double[][] moments) {
    return new Reading(
        progress,
        Math.max(0, Series.mean(moments[0])),
        Series.meanError(moments[0]),
        Series.mean(moments[1]),
        Series.meanError(moments[1]),
        Double.NaN,
        Double.NaN);
  }

  /** Of every pair: the noise of one example, and the squared signal. */
  private static double[][] moments(List<RecordedRun> runs, double from, double to, int examples) {
    List<double[]> pairs = new ArrayList<>();
    for (RecordedRun run : runs) {
      collect(run.part(from, to), examples, pairs);
    }
    return new double[][] {
      pairs.stream().mapToDouble(pair -> pair[0]).toArray(),
      pairs.stream().mapToDouble(pair -> pair[1]).toArray()
    };
  }

  private static void collect(List<Entry> steps, int examples, List<double[]> pairs) {
    for (int i = 1; i < steps.size(); i++) {
      double dot = steps.get(i).number("gradient.dot");
      double one = steps.get(i).number("gradient.norm");
      double other = steps.get(i - 1).number("gradient.norm");
      double batch = steps.get(i).number("examples");
      if (Double.isFinite(dot) && Double.isFinite(one * other) && batch > 0) {
        double spread = (one * one + other * other) / 2 - dot;
        pairs.add(
            new double[] {
              spread * batch * (examples - 1) / examples, dot + spread * batch / examples
            });
      }
    }
  }
}
