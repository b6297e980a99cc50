package org.sweetspot.generalization.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How often a measure orders two runs otherwise than their gaps, environment by environment.
 *
 * <p>An environment is an axis and two of its values: all pairs of runs at these two values that
 * agree on every other axis and on the seed. Its error is the weighted mean of (1 - sgn(measure's
 * difference) sgn(gap's difference)) / 2, with the weight (1 - 2 exp(-2 n (d / 2)^2))_+^2 of a gap
 * difference d counted on n test examples: differences that may be noise do not count. 0 is right
 * everywhere, 1/2 is chance. Environments without weight are dropped and counted.
 *
 * <p>Source: Dziugaite et al., NeurIPS 2020, sections 3 and 4.
 *
 * @param mean over environments; NaN where there are none, as the others
 * @param high the 90th percentile: the smallest error that nine tenths do not exceed
 * @param max the worst environment
 * @param environments that count
 * @param dropped that do not
 */
public record SignError(double mean, double high, double max, int environments, int dropped) {
  /**
   * Of one measure.
   *
   * @param measure a number for each run; NaN where it is not known
   */
  public static SignError of(StudyTable table, double[] measure) {
    List<Double> errors = new ArrayList<>();
    int dropped = 0;
    for (int axis = 0; axis < table.axes().size(); axis++) {
      boolean[] fixed = new boolean[table.axes().size()];
      Arrays.fill(fixed, true);
      fixed[axis] = false;
      List<int[]> groups = table.groups(fixed, true);
      int values = table.axes().get(axis).values().size();
      for (int one = 0; one < values; one++) {
        for (int other = 0; other < one; other++) {
          double error = error(table, measure, groups, axis, one, other);
          if (Double.isNaN(error)) {
            dropped++;
          } else {
            errors.add(error);
          }
        }
      }
    }
    double[] sorted = errors.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted.length == 0
        ? new SignError(Double.NaN, Double.NaN, Double.NaN, 0, dropped)
        : new SignError(
            Arrays.stream(sorted).average().orElseThrow(),
            sorted[(int) Math.ceil(0.9 * sorted.length) - 1],
            sorted[sorted.length - 1],
            sorted.length,
            dropped);
  }

  private static double error(
      StudyTable table, double[] measure, List<int[]> groups, int axis, int one, int other) {
    double[] gaps = table.gaps();
    double wrong = 0;
    double weights = 0;
    for (int[] group : groups) {
      for (int i : group) {
        for (int j : group) {
          if (table.value(i, axis) == one
              && table.value(j, axis) == other
              && !Double.isNaN(measure[i])
              && !Double.isNaN(measure[j])) {
            double weight = weight(gaps[i] - gaps[j], table.testExamples());
            int product = Kendall.sign(measure[i] - measure[j]) * Kendall.sign(gaps[i] - gaps[j]);
            wrong += weight * (1 - product) / 2;
            weights += weight;
          }
        }
      }
    }
    return weights > 0 ? wrong / weights : Double.NaN;
  }

  /** Hoeffding's share of a difference of gaps that is no noise, squared. */
  static double weight(double difference, int examples) {
    double certain = 1 - 2 * Math.exp(-examples * difference * difference / 2);
    return certain > 0 ? certain * certain : 0;
  }
}
