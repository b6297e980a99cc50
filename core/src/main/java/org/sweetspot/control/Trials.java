package org.sweetspot.control;

import static java.lang.String.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.sweetspot.measure.Cost;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.Value;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.training.StepCount;

/** Trains and measures recipes over the experiment's seeds, and says how far the work is. */
final class Trials {
  private final Laboratory laboratory;
  private final ExperimentObserver observer;
  private final int seeds;
  private final Map<String, List<List<Measurement>>> measurements = new LinkedHashMap<>();
  private double done;
  private double expected;

  Trials(Laboratory laboratory, ExperimentObserver observer, int seeds) {
    this.laboratory = laboratory;
    this.observer = observer;
    this.seeds = seeds;
  }

  /** Announces work of that many baselines over all seeds. */
  void expect(Recipe baseline, double times) {
    expected += times * seeds * work(baseline);
  }

  /** The runs of a recipe, one a seed; seed i is the recipe's plus i. */
  List<ArmRun> train(String name, Recipe recipe) {
    double each = work(recipe);
    expected = Math.max(expected, done + each * seeds);
    List<ArmRun> runs = new ArrayList<>();
    for (int i = 0; i < seeds; i++) {
      observer.begins(format(Locale.ROOT, "%s, run %d of %d", name, i + 1, seeds), done, expected);
      runs.add(laboratory.train(seeded(recipe, i)));
      done += each;
    }
    return List.copyOf(runs);
  }

  Readings read(Recipe baseline) {
    observer.begins("reading noise and curvature along the baseline", done, expected);
    return laboratory.read(baseline);
  }

  /** An arm with the means of its measures over the seeds. */
  Arm arm(String name, Recipe recipe, List<ArmRun> runs) {
    List<List<Measurement>> each = new ArrayList<>();
    for (int i = 0; i < seeds; i++) {
      observer.begins(
          format(Locale.ROOT, "biases of %s, network %d of %d", name, i + 1, seeds),
          done,
          expected);
      each.add(laboratory.measure(seeded(recipe, i)));
    }
    measurements.put(name, each);
    return new Arm(name, recipe, runs, means(each));
  }

  /** Measurements of each arm, by seed. */
  Map<String, List<List<Measurement>>> measurements() {
    return measurements;
  }

  private static Recipe seeded(Recipe recipe, int i) {
    return recipe.withSeed(recipe.seed() + i);
  }

  private double work(Recipe recipe) {
    int examples = laboratory.trainingExamples();
    return (double) StepCount.of(recipe.training(), examples)
        * Math.min(recipe.training().batch(), examples);
  }

  /** The scalar measures that every seed answered, averaged, with the standard error over seeds. */
  private static List<Measurement> means(List<List<Measurement>> seeds) {
    List<Measurement> means = new ArrayList<>();
    for (Measurement first : seeds.get(0)) {
      NavigableMap<Integer, Double> values = scalars(seeds, first.id());
      if (values.size() == seeds.size()) {
        means.add(mean(first, values.values().stream().mapToDouble(Double::doubleValue).toArray()));
      }
    }
    return means;
  }

  /** The scalar values of one measure by index of the seed, where they are finite. */
  static NavigableMap<Integer, Double> scalars(List<List<Measurement>> seeds, String id) {
    NavigableMap<Integer, Double> values = new TreeMap<>();
    for (int i = 0; i < seeds.size(); i++) {
      for (Measurement measurement : seeds.get(i)) {
        if (measurement.id().equals(id)
            && measurement.value() instanceof Value.Scalar scalar
            && Double.isFinite(scalar.value())) {
          values.put(i, scalar.value());
        }
      }
    }
    return values;
  }

  private static Measurement mean(Measurement first, double[] values) {
    double mean = java.util.Arrays.stream(values).average().orElseThrow();
    double variance = new org.hipparchus.stat.descriptive.moment.Variance().evaluate(values);
    return new Measurement(
        first.id(),
        Value.of(mean),
        Value.of(Math.sqrt(variance / values.length)),
        first.unit(),
        Status.ESTIMATE,
        "mean over "
            + values.length
            + " seeds, error = standard error over seeds; each: "
            + first.estimator(),
        first.conventions(),
        new Cost(
            first.cost().gradients() * values.length,
            first.cost().hvps() * values.length,
            first.cost().seconds() * values.length),
        first.control(),
        first.source());
  }
}
