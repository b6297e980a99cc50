package org.sweetspot.generalization.study;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Correlation where one hyperparameter varies alone, so that a measure that only follows another
 * one shows nothing.
 *
 * <p>psi of an axis = mean of tau-a over all groups of runs that agree on every other axis and on
 * the seed; Psi = mean of the psi. A group of fewer than two known runs, or that is constant in the
 * gap, is dropped and counted.
 *
 * <p>Source: Jiang et al., ICLR 2020, equations 3 and 4.
 *
 * @param byAxis psi of each axis that has a group; in the order of the axes
 * @param mean Psi; NaN where no axis has any
 * @param groups that were used
 * @param dropped that were not
 */
public record Granulated(Map<String, Double> byAxis, double mean, int groups, int dropped) {
  /** Copies the map. */
  public Granulated {
    byAxis = Collections.unmodifiableMap(new LinkedHashMap<>(byAxis));
  }

  /**
   * Of one measure.
   *
   * @param measure a number for each run; NaN where it is not known
   */
  public static Granulated of(StudyTable table, double[] measure) {
    double[] gaps = table.gaps();
    Map<String, Double> byAxis = new LinkedHashMap<>();
    int used = 0;
    int dropped = 0;
    for (int axis = 0; axis < table.axes().size(); axis++) {
      boolean[] fixed = new boolean[table.axes().size()];
      Arrays.fill(fixed, true);
      fixed[axis] = false;
      double sum = 0;
      int count = 0;
      for (int[] group : table.groups(fixed, true)) {
        double tau = Kendall.a(measure, gaps, group);
        if (Double.isNaN(tau) || isConstant(gaps, group)) {
          dropped++;
        } else {
          sum += tau;
          count++;
        }
      }
      if (count > 0) {
        byAxis.put(table.axes().get(axis).name(), sum / count);
        used += count;
      }
    }
    double mean =
        byAxis.values().stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    return new Granulated(byAxis, mean, used, dropped);
  }

  private static boolean isConstant(double[] values, int[] group) {
    return Arrays.stream(group).allMatch(i -> values[i] == values[group[0]]);
  }
}
