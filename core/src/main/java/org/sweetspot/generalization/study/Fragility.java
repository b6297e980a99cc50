package org.sweetspot.generalization.study;

import java.util.stream.IntStream;

/**
 * Whether a correlation survives small changes of the grid: tau-a again with the runs at each value
 * of each axis left out.
 *
 * @param weakest tau-a of the grid that agrees least, with the sign of the whole grid's: negative
 *     where the sign turned; NaN where there is none
 * @param at which value was left out there, as "axis = value"
 * @param flips how many of the grids turned the sign
 * @param grids how many there were
 */
public record Fragility(double weakest, String at, int flips, int grids) {
  /**
   * Of one measure.
   *
   * @param measure a number for each run; NaN where it is not known
   */
  public static Fragility of(StudyTable table, double[] measure) {
    double[] gaps = table.gaps();
    int direction = Kendall.sign(Kendall.a(measure, gaps));
    double weakest = Double.NaN;
    String at = "";
    int flips = 0;
    int grids = 0;
    for (int axis = 0; axis < table.axes().size(); axis++) {
      StudyAxis named = table.axes().get(axis);
      for (int value = 0; value < named.values().size() && named.values().size() > 1; value++) {
        int a = axis;
        int v = value;
        int[] rest = IntStream.range(0, table.size()).filter(i -> table.value(i, a) != v).toArray();
        double tau = direction * Kendall.a(measure, gaps, rest);
        if (Double.isNaN(tau)) {
          continue;
        }
        grids++;
        flips += tau < 0 ? 1 : 0;
        if (!(weakest <= tau)) {
          weakest = tau;
          at = named.name() + " = " + named.values().get(value);
        }
      }
    }
    return new Fragility(weakest, at, flips, grids);
  }
}
