package org.sweetspot.diagnosis.check;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.diagnosis.record.Entry;

/**
 * What two gradients in a row say, from inner products of their random projections (standard error
 * of a cosine 1/sqrt(251) for one pair).
 */
final class Successive {
  /** The standard error of one pair's cosine, from 251 projected numbers. */
  static final double PAIR_ERROR = 1 / Math.sqrt(251);

  private Successive() {}

  /** Cosines of a gradient with the one before, where both were looked at. */
  static double[] cosines(List<Entry> steps) {
    return pairs(steps, false);
  }

  /** The same inner product over the mean of both squared norms: the share of signal. */
  static double[] signal(List<Entry> steps) {
    return pairs(steps, true);
  }

  private static double[] pairs(List<Entry> steps, boolean squares) {
    List<Double> found = new ArrayList<>();
    for (int i = 1; i < steps.size(); i++) {
      double dot = steps.get(i).number("gradient.dot");
      double one = steps.get(i).number("gradient.norm");
      double other = steps.get(i - 1).number("gradient.norm");
      double size = squares ? (one * one + other * other) / 2 : one * other;
      if (Double.isFinite(dot) && size > 0) {
        found.add(dot / size);
      }
    }
    return found.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
