package org.sweetspot.generalization.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What choosing a run by a measure costs against the best run.
 *
 * <p>The runs at one value of one axis are a slice. Whether the measure should be small or large is
 * learnt from all other slices of that axis (the sign of tau-a with the test error); in the slice
 * the run of the smallest, or largest, is chosen. Regret: its test error minus the least of the
 * slice. A hit: fewer than a fifth of the slice have a smaller test error. Where the other slices
 * show no direction the slice is not decided, and counted.
 *
 * @param mean over slices; NaN where no slice was decided, as the others
 * @param high the 90th percentile
 * @param hits share of slices with a hit
 * @param chance mean regret of a run drawn at random
 * @param slices that were decided
 * @param undecided that were not
 */
public record Regret(
    double mean, double high, double hits, double chance, int slices, int undecided) {
  private static final double TOP = 0.2;

  /**
   * Of one measure.
   *
   * @param measure a number for each run; NaN where it is not known
   */
  public static Regret of(StudyTable table, double[] measure) {
    List<Slice> slices = slices(table, measure);
    List<Slice> decided = slices.stream().filter(Slice::decided).toList();
    int count = decided.size();
    int undecided = slices.size() - count;
    double[] sorted = decided.stream().mapToDouble(Slice::regret).sorted().toArray();
    return count == 0
        ? new Regret(Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0, undecided)
        : new Regret(
            Arrays.stream(sorted).average().orElseThrow(),
            sorted[(int) Math.ceil(0.9 * count) - 1],
            (double) decided.stream().filter(Slice::hit).count() / count,
            decided.stream().mapToDouble(Slice::chance).average().orElseThrow(),
            count,
            undecided);
  }

  /**
   * What choosing costs in one slice.
   *
   * @param axis of the slice
   * @param decided whether the other slices show a direction
   * @param regret of the choice; NaN where it is not decided
   * @param hit whether fewer than a fifth are better
   * @param chance mean regret of a run drawn at random
   */
  record Slice(int axis, boolean decided, double regret, boolean hit, double chance) {}

  /** What choosing by a measure costs in every slice. */
  static List<Slice> slices(StudyTable table, double[] measure) {
    double[] errors = table.testErrors();
    List<Slice> slices = new ArrayList<>();
    for (int axis = 0; axis < table.axes().size(); axis++) {
      int a = axis;
      for (int value = 0; value < table.axes().get(axis).values().size(); value++) {
        int v = value;
        int[] slice = known(measure).filter(i -> table.value(i, a) == v).toArray();
        int[] rest = known(measure).filter(i -> table.value(i, a) != v).toArray();
        double tau = Kendall.a(measure, errors, rest);
        if (slice.length < 2 || !(Math.abs(tau) > 0)) {
          slices.add(new Slice(axis, false, Double.NaN, false, Double.NaN));
          continue;
        }
        int chosen = chosen(measure, slice, Kendall.sign(tau));
        double least = Arrays.stream(slice).mapToDouble(i -> errors[i]).min().orElseThrow();
        long better = Arrays.stream(slice).filter(i -> errors[i] < errors[chosen]).count();
        slices.add(
            new Slice(
                axis,
                true,
                errors[chosen] - least,
                better < TOP * slice.length,
                Arrays.stream(slice).mapToDouble(i -> errors[i] - least).average().orElseThrow()));
      }
    }
    return slices;
  }

  private static IntStream known(double[] measure) {
    return IntStream.range(0, measure.length).filter(i -> !Double.isNaN(measure[i]));
  }

  /**
   * The run whose measure is the smallest, or with direction -1 the largest; the first of equals.
   */
  static int chosen(double[] measure, int[] among, int direction) {
    int best = among[0];
    for (int i : among) {
      if (direction * measure[i] < direction * measure[best]) {
        best = i;
      }
    }
    return best;
  }
}
