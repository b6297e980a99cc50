package org.sweetspot.control;

import static java.lang.String.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.sweetspot.control.change.Arithmetic;
import org.sweetspot.control.change.TrainingCost;
import org.sweetspot.control.layer.LayerErrors;
import org.sweetspot.control.probe.BranchDesign;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.measure.Cost;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.profile.Quantity;
import org.sweetspot.problem.RefusedException;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.statistics.Sample;
import org.sweetspot.training.Evaluation;

/** Trains and measures recipes over the experiment's seeds, and says how far the work is. */
final class Trials {
  private static final int MEASURED_ARMS = 4;
  private static final int EXAMPLES_PER_UPDATE = 64;

  private final Laboratory laboratory;
  private final ExperimentObserver observer;
  private final int seeds;
  private final Map<String, List<List<Measurement>>> measurements = new LinkedHashMap<>();
  private double done;
  private double expected;
  private double reserved;

  Trials(Laboratory laboratory, ExperimentObserver observer, int seeds) {
    this.laboratory = laboratory;
    this.observer = observer;
    this.seeds = seeds;
  }

  /** Announces work of that many baselines over all seeds. */
  void expect(Recipe baseline, double times) {
    expected += times * seeds * work(baseline) + MEASURED_ARMS * seeds * measuring(baseline);
  }

  /** Announces work of that many baselines over all seeds, after whatever else turns up. */
  void reserve(Recipe baseline, double times) {
    reserved = times * seeds * work(baseline);
    expected += reserved;
  }

  /** What was reserved begins, or is not needed. */
  void release() {
    reserved = 0;
  }

  /** The runs of a recipe, one a seed; seed i is the recipe's plus i. */
  List<ArmRun> train(String name, Recipe recipe) {
    return train(name, recipe, List.of());
  }

  /** The first of them, so that something can be said of the others before they are trained. */
  ArmRun first(String name, Recipe recipe) {
    return train(name, recipe, 0, 1).get(0);
  }

  /** The first of them as far as a share of its updates, which {@link #first} goes on with. */
  List<Evaluation> begin(String name, Recipe recipe, double share) {
    observer.begins(
        format(Locale.ROOT, "%s, the first %.0f%% of run 1", name, 100 * share), done, expected);
    return laboratory.begin(seeded(recipe, 0), share);
  }

  /** One run of each recipe, from which something is predicted. */
  List<ArmRun> pilots(List<Recipe> recipes) {
    List<ArmRun> runs = new ArrayList<>();
    for (Recipe recipe : recipes) {
      expected += work(recipe);
      String task = format(Locale.ROOT, "small run %d of %d", runs.size() + 1, recipes.size());
      observer.begins(task, done, expected);
      runs.add(laboratory.train(recipe, inTwentieths(task, work(recipe))));
      done += work(recipe);
    }
    return List.copyOf(runs);
  }

  /** All runs of a recipe, of which the first ones are there already. */
  List<ArmRun> train(String name, Recipe recipe, List<ArmRun> first) {
    List<ArmRun> runs = new ArrayList<>(first);
    runs.addAll(train(name, recipe, first.size(), seeds));
    return List.copyOf(runs);
  }

  private List<ArmRun> train(String name, Recipe recipe, int from, int to) {
    double each = work(recipe);
    expected =
        Math.max(
            expected,
            done + reserved + each * (seeds - from) + MEASURED_ARMS * seeds * measuring(recipe));
    laboratory.ahead(IntStream.range(from, to).mapToObj(i -> seeded(recipe, i)).toList());
    List<ArmRun> runs = new ArrayList<>();
    for (int i = from; i < to; i++) {
      String task = format(Locale.ROOT, "%s, run %d of %d", name, i + 1, seeds);
      observer.begins(task, done, expected);
      runs.add(laboratory.train(seeded(recipe, i), inTwentieths(task, each)));
      done += each;
    }
    return List.copyOf(runs);
  }

  Readings read(Recipe baseline) {
    laboratory.ahead(IntStream.range(0, seeds).mapToObj(i -> seeded(baseline, i)).toList());
    observer.begins("reading noise and curvature along the baseline", done, expected);
    return laboratory.read(baseline);
  }

  /** Announces so many trainings over all seeds, of which nothing but the accuracy is asked. */
  void expectRuns(Recipe baseline, double times) {
    expected += times * seeds * work(baseline);
  }

  /** How far gradients move where layers and operands are changed alone. */
  LayerErrors errors(Recipe baseline, Recipe changed) {
    observer.begins("reading the errors of gradients along the baseline", done, expected);
    return laboratory
        .errors(baseline, changed)
        .orElseThrow(
            () ->
                new RefusedException(
                    "--by-layer",
                    "a training whose gradients can be read",
                    "one that a command carries out",
                    "train with the program's own engine"));
  }

  /** Validation accuracy of a short training with one seed; below 0 for one that diverged. */
  double pilot(Recipe recipe) {
    ArmRun run = train("pilot", recipe, 0, 1).get(0);
    return run.diverged() || !Double.isFinite(run.validationAccuracy())
        ? -1
        : run.validationAccuracy();
  }

  /** How many runs an arm has. */
  int seeds() {
    return seeds;
  }

  /** Losses of branches of one seed's training; empty where the laboratory cannot branch. */
  Optional<double[][]> branches(Recipe baseline, BranchDesign design, int seed) {
    double branches = design.shares().size() * design.factors().size() * design.length();
    double each = (design.shares().get(design.shares().size() - 1) + branches) * work(baseline);
    expected = Math.max(expected, done + reserved + each);
    observer.begins(
        format(Locale.ROOT, "critical batch by branching, network %d", seed + 1), done, expected);
    Optional<double[][]> losses = laboratory.branches(seeded(baseline, seed), design);
    done += losses.isPresent() ? each : 0;
    return losses;
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
      done += measuring(recipe);
    }
    measurements.put(name, each);
    return new Arm(name, recipe, cost(recipe), runs, means(each), arithmetic(recipe));
  }

  /** An arm of which only the accuracy is asked. */
  Arm unmeasured(String name, Recipe recipe, List<ArmRun> runs) {
    return new Arm(name, recipe, cost(recipe), runs, List.of(), arithmetic(recipe));
  }

  /** Values of a recipe that cannot be trained where the experiment is, by key. */
  List<String> untrainable(Recipe baseline, Recipe recipe) {
    return laboratory.untrainable(baseline, recipe);
  }

  /** Examples that decisions are made on. */
  int validationExamples(Recipe recipe) {
    return laboratory.validationExamples(recipe);
  }

  /** Multiplications of one example's forward pass; NaN where they are not known. */
  double forwardCost(Recipe recipe) {
    return laboratory.forwardCost(recipe);
  }

  private @Nullable Arithmetic arithmetic(Recipe recipe) {
    return laboratory.arithmetic(recipe).orElse(null);
  }

  /** Measurements of each arm, by seed. */
  Map<String, List<List<Measurement>>> measurements() {
    return measurements;
  }

  private static Recipe seeded(Recipe recipe, int i) {
    return recipe.withSeed(recipe.seed() + i);
  }

  /** Tells the observer each time that another twentieth of a training is done. */
  private DoubleConsumer inTwentieths(String task, double each) {
    int[] told = {0};
    return share -> {
      if ((int) (20 * share) > told[0]) {
        told[0] = (int) (20 * share);
        observer.begins(task, done + each * share, expected);
      }
    };
  }

  /** The biases of one network cost about as much as twenty passes over the measured examples. */
  private double measuring(Recipe recipe) {
    return 20.0 * Math.min(512, laboratory.trainingExamples(recipe));
  }

  /** In gradients of single examples; an update costs as much by itself as some of them. */
  private double work(Recipe recipe) {
    TrainingCost cost = cost(recipe);
    return cost.examples() + (double) EXAMPLES_PER_UPDATE * cost.steps();
  }

  private TrainingCost cost(Recipe recipe) {
    return TrainingCost.of(recipe, laboratory.trainingExamples(recipe));
  }

  /** The numbers that every network has, averaged, with the standard error over seeds. */
  private static List<Measurement> means(List<List<Measurement>> seeds) {
    List<Measurement> means = new ArrayList<>();
    for (Quantity quantity : Biases.QUANTITIES) {
      double[] values =
          seeds.stream()
              .map(Biases::of)
              .filter(numbers -> numbers.containsKey(quantity))
              .mapToDouble(numbers -> numbers.getOrDefault(quantity, Double.NaN))
              .toArray();
      seeds.get(0).stream()
          .filter(first -> first.id().equals(quantity.id()) && values.length == seeds.size())
          .forEach(first -> means.add(mean(quantity, first, values)));
    }
    return means;
  }

  private static Measurement mean(Quantity quantity, Measurement first, double[] values) {
    int n = values.length;
    return new Measurement(
        Biases.name(quantity),
        Value.of(Sample.mean(values)),
        Value.of(Sample.standardError(values)),
        first.unit(),
        Status.ESTIMATE,
        "mean over " + n + " seeds, error: standard error over seeds; each: " + first.estimator(),
        first.conventions(),
        new Cost(first.cost().gradients() * n, first.cost().hvps() * n, first.cost().seconds() * n),
        first.control(),
        first.source());
  }
}
