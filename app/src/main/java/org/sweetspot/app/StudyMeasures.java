package org.sweetspot.app;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sweetspot.generalization.bound.Bound;
import org.sweetspot.generalization.bound.BoundCatalogue;
import org.sweetspot.generalization.bound.Evidence;
import org.sweetspot.generalization.bound.HeldOutErrors;
import org.sweetspot.generalization.study.Grid;
import org.sweetspot.generalization.study.Study;
import org.sweetspot.generalization.study.StudyRun;
import org.sweetspot.generalization.study.StudyRunFile;
import org.sweetspot.generalization.study.StudyTable;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.profile.MeasureCatalogue;
import org.sweetspot.measure.profile.Profile;
import org.sweetspot.measure.profile.ProfileProgress;
import org.sweetspot.measure.profile.Quantity;
import org.sweetspot.measure.target.OpenTarget;
import org.sweetspot.measure.target.RunTarget;
import org.sweetspot.measure.target.TargetSettings;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.run.Provenance;
import org.sweetspot.run.RunFolder;
import org.sweetspot.run.RunResult;
import org.sweetspot.training.Engine;
import org.sweetspot.training.Evaluation.Score;

/**
 * The numbers that a study takes from a finished run: its measures, baselines, gap and test error.
 */
final class StudyMeasures {
  /** What is measured where a grid names nothing. */
  private static final List<String> USUAL =
      List.of(
          "weight-norms",
          "distance-from-initialization",
          "spectral-norms",
          "path-norm",
          "margins",
          "hessian-trace",
          "sam-sharpness",
          "noise-scale",
          "trajectory-length",
          "lifetime-sums",
          "ph-dimension",
          "correlation-dimension",
          "magnitude",
          "positive-magnitude",
          "over-confidence",
          "ece");

  /** Of these a study takes one number; the others are layers, or known otherwise. */
  private static final Map<String, Set<String>> PARTS =
      Map.of(
          "weight-norms", Set.of("all"),
          "spectral-norms", Set.of("product"),
          "over-confidence", Set.of("confidence", "gap"));

  /** What a measure must beat: norm, rate over batch, training loss, confidence. */
  static final List<String> BASELINES =
      List.of("weight-norms/all", "rate-over-batch", "train-loss", "over-confidence/confidence");

  /** What looks at labels that were held out: shown beside, and not to be beaten. */
  static final List<String> REFERENCES =
      List.of(StudyRun.HELD_OUT_BOUND, "ece", "over-confidence/gap");

  private static final long SEED = 1;

  /** Lifetimes that are kept of a run, for its picture. */
  private static final int LIFETIMES = 50;

  private StudyMeasures() {}

  /** What the runs say about every measure, beside the baselines. */
  static Study study(StudyTable table) {
    return Study.of(table, BASELINES, REFERENCES, new Seed(SEED));
  }

  /**
   * The measures that a grid asks for, or the usual ones of a study.
   *
   * @throws UserException if there is none of an id
   */
  static List<Measure> chosen(List<String> ids) {
    MeasureCatalogue catalogue = new MeasureCatalogue();
    for (String id : ids) {
      if (!catalogue.ids().contains(id)) {
        throw new UserException(
            "measures of the grid",
            "ids of measures, as sweetspot measures lists them",
            id,
            "leave the key out for the usual measures of a study");
      }
    }
    return catalogue.choose(ids.isEmpty() ? USUAL : ids);
  }

  /**
   * Measures a finished run.
   *
   * @param cell its place in the grid
   * @param made by what, as {@link #made} says
   * @throws UserException if it diverged
   */
  static StudyRunFile.Entry of(
      RunFolder folder, Grid.Cell cell, Engine engine, List<Measure> measures, String made)
      throws IOException {
    Recipe recipe = folder.recipe();
    Map<Split, Score> scores = folder.result().map(RunResult::scores).orElse(Map.of());
    Score train = scores.get(Split.TRAIN);
    Split held = scores.containsKey(Split.TEST) ? Split.TEST : Split.VALIDATION;
    Score test = scores.get(held);
    if (train == null || test == null || !Double.isFinite(train.loss())) {
      throw new UserException(
          folder.path().toString(),
          "a run with finite losses on a training split and a test or validation split",
          train == null || test == null ? "no such split" : "a training that diverged",
          "give the recipe data.split.test; a run that diverged is left out of the study");
    }
    SortedMap<String, Double> numbers = new TreeMap<>();
    int testExamples;
    List<Double> lifetimes;
    try (OpenTarget target =
        new RunTarget(folder).open(engine, TargetSettings.spending(MeasureSettings.DEFAULT))) {
      testExamples = target.context().subject().problem().size(held);
      bound(scores, target, held, numbers);
      Profile profile = Profile.of(target.context(), measures, ProfileProgress.SILENT);
      Quantity.of(profile).forEach((quantity, value) -> put(numbers, quantity, value));
      lifetimes = lifetimes(target, profile);
    }
    put(numbers, "train-loss", train.loss());
    if (recipe.training().batch() > 0) {
      put(
          numbers,
          "rate-over-batch",
          recipe.training().optimizer().rate() / recipe.training().batch());
    }
    boolean classes = Double.isFinite(train.accuracy()) && Double.isFinite(test.accuracy());
    double gap = classes ? train.accuracy() - test.accuracy() : test.loss() - train.loss();
    double error = classes ? 1 - test.accuracy() : test.loss();
    return new StudyRunFile.Entry(
        new StudyRun(cell.name(), cell.place(), cell.seed(), gap, error, numbers, lifetimes),
        cell.overrides(),
        testExamples,
        made);
  }

  /** Of the trajectory's components, where its topology was measured; at most so many. */
  private static List<Double> lifetimes(OpenTarget target, Profile profile) {
    boolean asked =
        profile.measurements().stream()
            .anyMatch(one -> one.id().equals("lifetime-sums") && one.value() != null);
    if (!asked) {
      return List.of();
    }
    List<Measure> one = new MeasureCatalogue().choose(List.of("h0-lifetimes"));
    for (Measurement found :
        Profile.of(target.context(), one, ProfileProgress.SILENT).measurements()) {
      if (found.value() instanceof Value.Columns table) {
        List<Double> all = table.columns().getOrDefault("lifetime", List.of());
        int count = Math.min(LIFETIMES, all.size());
        return IntStream.range(0, count)
            .mapToObj(i -> all.get((int) ((long) i * (all.size() - 1) / Math.max(1, count - 1))))
            .toList();
      }
    }
    return List.of();
  }

  /** Recipe and measures in one line: numbers that were made by others are not those asked for. */
  static String made(Recipe recipe, List<Measure> measures) {
    return Provenance.hash(recipe)
        + measures.stream()
            .map(measure -> measure.card().id())
            .sorted()
            .collect(Collectors.joining(",", " ", ""));
  }

  /** The bound from the validation split, where the test split is another. */
  private static void bound(
      Map<Split, Score> scores, OpenTarget target, Split held, SortedMap<String, Double> numbers) {
    Score validation = scores.get(Split.VALIDATION);
    int of = target.context().subject().problem().size(Split.VALIDATION);
    if (held == Split.VALIDATION
        || validation == null
        || of == 0
        || !(validation.accuracy() >= 0)) {
      return;
    }
    int errors = (int) Math.round((1 - validation.accuracy()) * of);
    BoundCatalogue.SHIPPED
        .apply(
            Evidence.NONE.with(HeldOutErrors.class, new HeldOutErrors(errors, of)),
            StudyRun.HELD_OUT_DELTA)
        .stream()
        .filter(Bound.class::isInstance)
        .map(Bound.class::cast)
        .filter(bound -> bound.card().id().equals("test-set-exact"))
        .forEach(bound -> put(numbers, StudyRun.HELD_OUT_BOUND, bound.value()));
  }

  private static void put(SortedMap<String, Double> numbers, Quantity quantity, double value) {
    Set<String> parts = PARTS.get(quantity.id());
    if (parts == null || parts.contains(quantity.part())) {
      put(
          numbers,
          quantity.part().isEmpty() ? quantity.id() : quantity.id() + "/" + quantity.part(),
          value);
    }
  }

  private static void put(SortedMap<String, Double> numbers, String name, double value) {
    if (Double.isFinite(value)) {
      numbers.put(name, value);
    }
  }
}
