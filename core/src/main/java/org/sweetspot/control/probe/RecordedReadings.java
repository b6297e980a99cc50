package org.sweetspot.control.probe;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/**
 * Readings of noise from what a recorder left, without another gradient.
 *
 * <p>Of two successive gradients g, h of batches of B examples, from random projections: g'h
 * estimates the squared mean gradient |G|^2 (both batches are independent and the weights hardly
 * moved), and (|g|^2 + |h|^2) / 2 - g'h the variance of a batch gradient, tr Sigma / B. Averaged
 * over all looked-at pairs of an eighth of the training; errors over pairs. A projection adds
 * 1/sqrt(251) of |g||h| to the error of one pair; updates that move far make |G|^2 too small.
 * Curvature is not recorded: NaN. Cost: none.
 */
public final class RecordedReadings {
  private static final int PARTS = 8;

  private RecordedReadings() {}

  /** Up to eight readings, one for each part of the record that has pairs; at least one. */
  public static Readings of(RecordedRun run) {
    List<Reading> points = new ArrayList<>();
    for (int i = 0; i < PARTS; i++) {
      List<Entry> part = run.part((double) i / PARTS, (i + 1.0) / PARTS);
      double[][] moments = moments(part);
      if (moments[0].length > 0) {
        points.add(reading((i + 0.5) / PARTS, moments));
      }
    }
    if (points.isEmpty()) {
      points.add(unknown().points().get(0));
    }
    return new Readings(points, dimension(run));
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
  private static double[][] moments(List<Entry> steps) {
    List<double[]> pairs = new ArrayList<>();
    for (int i = 1; i < steps.size(); i++) {
      double dot = steps.get(i).number("gradient.dot");
      double one = steps.get(i).number("gradient.norm");
      double other = steps.get(i - 1).number("gradient.norm");
      double batch = steps.get(i).number("examples");
      if (Double.isFinite(dot) && Double.isFinite(one * other) && batch > 0) {
        pairs.add(new double[] {batch * ((one * one + other * other) / 2 - dot), dot});
      }
    }
    return new double[][] {
      pairs.stream().mapToDouble(pair -> pair[0]).toArray(),
      pairs.stream().mapToDouble(pair -> pair[1]).toArray()
    };
  }
}
