package org.sweetspot.generalization.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.sweetspot.statistics.Sample;

/**
 * The run to keep without labels that were held out, by the measure that cost least on the grid.
 *
 * <p>The measure of the least mean {@link Regret} over all slices is taken, in the direction that
 * it has on the whole grid, and its best run. What that choice is expected to cost is estimated
 * without the winner's curse: for each axis the measure is chosen anew by the slices of all other
 * axes, and pays its regret on the slices of this one. Where this is not below chance by two
 * standard errors of the slices' differences there is no choice: it cannot be told.
 *
 * @param measure that was chosen by
 * @param smallest whether its smallest number is the best
 * @param run index of the run in the table
 * @param expected mean regret of such a choice on axes that it was not made by
 * @param error standard error of {@code expected} minus {@code chance}
 * @param chance mean regret of a run drawn at random there
 * @param slices that this was estimated on
 */
public record Selection(
    String measure,
    boolean smallest,
    int run,
    double expected,
    double error,
    double chance,
    int slices) {

  /**
   * Selects.
   *
   * @param candidates names of the measures that may be chosen by
   * @return empty where no measure decides any slice
   */
  public static Optional<Selection> of(StudyTable table, List<String> candidates) {
    List<List<Regret.Slice>> all =
        candidates.stream().map(name -> Regret.slices(table, table.measure(name))).toList();
    List<Double> paid = new ArrayList<>();
    List<Double> chances = new ArrayList<>();
    for (int axis = 0; axis < table.axes().size(); axis++) {
      int a = axis;
      int best = best(all, slice -> slice.axis() != a);
      if (best >= 0) {
        for (Regret.Slice slice : all.get(best)) {
          if (slice.axis() == a && slice.decided()) {
            paid.add(slice.regret());
            chances.add(slice.chance());
          }
        }
      }
    }
    int best = best(all, slice -> true);
    if (best < 0 || paid.isEmpty()) {
      return Optional.empty();
    }
    String name = candidates.get(best);
    double[] column = table.measure(name);
    int direction = Kendall.sign(Kendall.a(column, table.testErrors()));
    int[] known = IntStream.range(0, column.length).filter(i -> !Double.isNaN(column[i])).toArray();
    double[] gains =
        IntStream.range(0, paid.size()).mapToDouble(i -> paid.get(i) - chances.get(i)).toArray();
    return Optional.of(
        new Selection(
            name,
            direction >= 0,
            Regret.chosen(column, known, direction < 0 ? -1 : 1),
            paid.stream().mapToDouble(Double::doubleValue).average().orElseThrow(),
            Sample.standardError(gains),
            chances.stream().mapToDouble(Double::doubleValue).average().orElseThrow(),
            paid.size()));
  }

  /** The measure of the least mean regret that decides all these slices; -1 where none does. */
  private static int best(List<List<Regret.Slice>> all, Predicate<Regret.Slice> which) {
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int m = 0; m < all.size(); m++) {
      List<Regret.Slice> slices = all.get(m).stream().filter(which).toList();
      if (!slices.isEmpty() && slices.stream().allMatch(Regret.Slice::decided)) {
        double mean = slices.stream().mapToDouble(Regret.Slice::regret).average().orElseThrow();
        if (mean < least) {
          least = mean;
          best = m;
        }
      }
    }
    return best;
  }

  /** Whether the choice is expected to be better than a draw, by two standard errors. */
  public boolean tells() {
    return chance - expected > 2 * error;
  }
}
