package org.sweetspot.measure.representation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.statistics.Bootstrap;
import org.sweetspot.statistics.UndefinedException;

/**
 * All numbers of neural collapse with their errors, computed once for the four measures: NC1, NC2
 * (equinorm over C, over C - 1, equiangular), NC3, NC4.
 */
final class CollapseNumbers {
  /** Multiplications that the bootstrap may take; larger problems get fewer replicates. */
  private static final double BUDGET = 8e9;

  /** The place of NC3, which alone needs the last layer's weights. */
  private static final int DUALITY = 4;

  private final double[] values;
  private final double[] errors;
  private final double shuffled;
  private final int replicates;
  private final int classes;

  private CollapseNumbers(
      double[] values, double[] errors, double shuffled, int replicates, int classes) {
    this.values = values;
    this.errors = errors;
    this.shuffled = shuffled;
    this.replicates = replicates;
    this.classes = classes;
  }

  static CollapseNumbers of(MeasureContext context) {
    return context
        .bench()
        .shared(CollapseNumbers.class, context.bench().settings().split(), () -> compute(context));
  }

  double[] values() {
    return values;
  }

  double[] errors() {
    return errors;
  }

  /** NC1 of the same features with labels in random order. */
  double shuffled() {
    return shuffled;
  }

  int replicates() {
    return replicates;
  }

  int classes() {
    return classes;
  }

  private static CollapseNumbers compute(MeasureContext context) {
    FeatureTable table = FeatureTable.of(context);
    int n = table.labels().length;
    int[] all = IntStream.range(0, n).toArray();
    ClassMeans means = new ClassMeans(table.features(), table.labels(), all);
    if (means.count() < 2) {
      throw new NotApplicableException("needs rows of at least two classes, got one class");
    }
    double work = 2.0 * n * table.features().columns() * means.count();
    int replicates =
        (int)
            Math.max(
                20, Math.min(context.bench().settings().replicates(), BUDGET / Math.max(1, work)));
    List<int[]> strata = strata(table.labels());
    double[] errors =
        new Bootstrap(replicates)
            .standardErrors(
                strata,
                context.sampling().stream("neural-collapse"),
                rows ->
                    numbers(
                        context, table, new ClassMeans(table.features(), table.labels(), rows)));
    int[] order = context.sampling().stream("neural-collapse/shuffled").permutation(n);
    int[] labels = Arrays.stream(order).map(i -> table.labels()[i]).toArray();
    double shuffled =
        new ClassMeans(table.features(), labels, all).variability(context.bench().algebra());
    double[] values = numbers(context, table, means);
    for (int i = 0; i < values.length; i++) {
      double value = values[i];
      if (!Double.isFinite(value) && !(i == DUALITY && table.weight().isEmpty())) {
        throw new UndefinedException(
            "neural collapse: expected class means and last weights other than zero, got a ratio of"
                + " "
                + value);
      }
    }
    return new CollapseNumbers(values, errors, shuffled, replicates, means.count());
  }

  private static double[] numbers(MeasureContext context, FeatureTable table, ClassMeans means) {
    return new double[] {
      means.variability(context.bench().algebra()),
      means.inequality(false),
      means.inequality(true),
      means.angles(),
      table.weight().map(means::duality).orElse(Double.NaN),
      means.disagreement(table.predicted())
    };
  }

  private static List<int[]> strata(int[] labels) {
    List<int[]> strata = new ArrayList<>();
    for (int label : Arrays.stream(labels).distinct().sorted().toArray()) {
      strata.add(IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray());
    }
    return strata;
  }
}
