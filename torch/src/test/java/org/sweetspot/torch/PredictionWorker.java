package org.sweetspot.torch;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hipparchus.distribution.continuous.BetaDistribution;
import org.sweetspot.control.ControlExperiment;
import org.sweetspot.control.ControlResult;
import org.sweetspot.control.RunLaboratory;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.correction.CorrectionCatalogue;
import org.sweetspot.control.prediction.Band;
import org.sweetspot.control.prediction.Calibration;
import org.sweetspot.control.prediction.Evidence;
import org.sweetspot.control.prediction.Judgement;
import org.sweetspot.control.prediction.Ledger;
import org.sweetspot.control.prediction.LedgerEntry;
import org.sweetspot.control.prediction.Prediction;
import org.sweetspot.control.prediction.Predictor;
import org.sweetspot.control.prediction.Quantity;
import org.sweetspot.control.prediction.SmallRuns;
import org.sweetspot.data.DataLoader;
import org.sweetspot.data.DataSet;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.ChangeRecipe;
import org.sweetspot.recipe.DataRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeException;
import org.sweetspot.training.Evaluation;
import org.sweetspot.training.Observer;
import org.sweetspot.training.Training;

/**
 * Our side of {@code benchmarks/predictions}: trains changes of random small baselines on the
 * digits that ship with the program; with the word {@code arithmetic} at the end, changes of number
 * formats, sparsity, staleness and workers.
 *
 * <p>{@code make FILE SEED BASELINES CHANGES} appends them to a ledger, a baseline at a time: what
 * a kill leaves is gone on with. {@code judge FILE SEED BASELINES CHANGES} does the same and says
 * how well the shipped ledger predicts them. {@code score FILE} only says. {@code plans FILE SEED
 * BASELINES CHANGES} makes whole experiments with their corrections, and keeps what the plans gave.
 */
final class PredictionWorker {
  private static final int SEEDS = 5;
  private static final int VALIDATION = 300;
  private static final int TEST = 600;

  private final PrintStream out = System.out;
  private final Map<DataRecipe, DataSet> data =
      new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));

  private final boolean arithmetic;

  private PredictionWorker(boolean arithmetic) {
    this.arithmetic = arithmetic;
  }

  /** See the class. */
  public static void main(String[] words) throws IOException {
    PredictionWorker worker = new PredictionWorker(words[words.length - 1].equals("arithmetic"));
    Path file = Path.of(words[1]);
    if (words[0].equals("plans")) {
      worker.plans(
          file, Long.parseLong(words[2]), Integer.parseInt(words[3]), Integer.parseInt(words[4]));
      return;
    }
    if (!words[0].equals("score")) {
      worker.make(
          file, Long.parseLong(words[2]), Integer.parseInt(words[3]), Integer.parseInt(words[4]));
    }
    if (!words[0].equals("make")) {
      worker.judge(Ledger.read(file));
    }
  }

  private void make(Path file, long seed, int baselines, int changes) throws IOException {
    Set<String> done =
        Ledger.read(file).stream().map(LedgerEntry::baseline).collect(Collectors.toSet());
    long start = System.nanoTime();
    int made = 0;
    for (int i = 0; i < baselines; i++) {
      String name = "s" + seed + "-" + i;
      if (done.contains(name)) {
        continue;
      }
      List<LedgerEntry> entries = baseline(name, new Seed(seed).stream("baseline/" + i), changes);
      if (!entries.isEmpty()) {
        Ledger.add(file, entries);
      }
      made++;
      double seconds = (System.nanoTime() - start) / 1e9;
      out.printf(
          Locale.ROOT,
          "%s: %d changes; %.0f s, about %.0f s left%n",
          name,
          entries.size() / 2,
          seconds,
          seconds / made * (baselines - i - 1));
    }
  }

  /** Only entries of plans are kept: their changes are those of {@code make}, made once more. */
  private void plans(Path file, long seed, int baselines, int changes) throws IOException {
    int before = Ledger.read(file).size();
    for (int i = 0; i < baselines; i++) {
      RandomStream stream = new Seed(seed).stream("plans/" + i);
      Recipe recipe = DrawnExperiments.baseline(stream);
      Set<String> drawn = new LinkedHashSet<>();
      while (drawn.size() < changes) {
        drawn.add(DrawnExperiments.planned(stream));
      }
      Path folder = file.resolveSibling(file.getFileName() + ".runs").resolve(seed + "-" + i);
      for (String text : drawn) {
        Recipe asked =
            recipe.withControl(
                recipe.control().withChange(ChangeRecipe.parse(List.of(text))).withSeeds(SEEDS));
        try {
          ControlResult result =
              new ControlExperiment(
                      new RunLaboratory(
                          folder, new TorchEngine(), one -> DataLoader.load(one, Path.of(""))),
                      (task, done, expected) -> {},
                      Map.of(),
                      CorrectionCatalogue.SHIPPED,
                      List.of())
                  .run(asked);
          Ledger.add(
              file,
              result.predicted().stream()
                  .map(Prediction::entry)
                  .filter(entry -> entry.isPlan() && entry.isComplete())
                  .distinct()
                  .toList());
          out.printf("%d: %s%n", i, text);
        } catch (RecipeException | IllegalArgumentException impossible) {
          out.printf("%d: %s left out: %s%n", i, text, impossible.getMessage());
        }
      }
    }
    out.printf("%d entries more%n", Ledger.read(file).size() - before);
  }

  private List<LedgerEntry> baseline(String name, RandomStream stream, int changes) {
    Recipe recipe = DrawnExperiments.baseline(stream);
    List<List<Evaluation>> before = train(recipe);
    double chance =
        before.stream()
            .mapToDouble(
                run -> run.get(run.size() - 1).score(org.sweetspot.problem.Split.TEST).accuracy())
            .average()
            .orElse(0);
    if (!(chance > 0.5)) {
      return List.of(); // Nobody keeps a baseline that learnt nothing.
    }
    Evidence evidence = new Evidence(before, VALIDATION, TEST, 10);
    List<LedgerEntry> entries = new ArrayList<>();
    Set<String> drawn = new LinkedHashSet<>();
    while (drawn.size() < changes) {
      drawn.add(arithmetic ? DrawnExperiments.arithmetic(stream) : DrawnExperiments.change(stream));
    }
    for (String text : drawn) {
      Change change;
      try {
        change =
            Change.of(
                recipe.withControl(recipe.control().withChange(ChangeRecipe.parse(List.of(text)))),
                one -> data(one).train().count());
      } catch (RecipeException | IllegalArgumentException impossible) {
        continue; // Such as another optimizer that is the same.
      }
      List<List<Evaluation>> after = train(change.alone());
      String aspect = change.aspects().stream().map(Aspect::id).collect(Collectors.joining("+"));
      Optional<SmallRuns> small = SmallRuns.of(change);
      List<List<Evaluation>> smaller = new ArrayList<>();
      small.ifPresent(runs -> runs.recipes().forEach(one -> smaller.add(train(one, 0))));
      for (Quantity quantity : Quantity.values()) {
        LedgerEntry entry =
            evidence
                .entry(name, aspect, text, quantity, change.progress(), after, after.size() - 1)
                .with(
                    Predictor.PREFIX,
                    evidence.prefix(quantity, after.get(0), change.changedSteps()));
        entries.add(
            small
                .map(
                    runs ->
                        entry.with(Predictor.SMALL_RUNS, runs.reading(evidence, quantity, smaller)))
                .orElse(entry));
      }
    }
    return entries;
  }

  private DataSet data(Recipe recipe) {
    DataRecipe plain = recipe.data().withAugmentation(org.sweetspot.recipe.AugmentationRecipe.NONE);
    if (data.size() > 50) {
      data.clear();
    }
    return data.computeIfAbsent(plain, one -> DataLoader.load(one, Path.of("")));
  }

  private List<List<Evaluation>> train(Recipe recipe) {
    List<List<Evaluation>> runs = new ArrayList<>();
    for (int i = 0; i < SEEDS; i++) {
      runs.add(train(recipe, i));
    }
    return runs;
  }

  private List<Evaluation> train(Recipe recipe, int i) {
    Recipe seeded = recipe.withSeed(recipe.seed() + i);
    List<Evaluation> curve = new ArrayList<>();
    try (Problem problem = new TorchEngine().open(seeded, data(seeded), new Seed(seeded.seed()));
        Training training = Training.start(seeded, problem)) {
      training.run(
          List.of(
              new Observer() {
                @Override
                public void evaluated(Problem at, Evaluation evaluation) {
                  curve.add(evaluation);
                }
              }));
      if (curve.isEmpty()) {
        curve.add(training.evaluate());
      }
    }
    return curve;
  }

  private void judge(List<LedgerEntry> fresh) {
    // Plans teach plans alone, and changes changes.
    boolean plans = fresh.stream().anyMatch(LedgerEntry::isPlan);
    List<LedgerEntry> ledger =
        Ledger.shipped().stream().filter(entry -> entry.isPlan() == plans).toList();
    out.printf(
        "%d changes of %d baselines, judged by a ledger of %d changes of %d baselines%n",
        fresh.size() / 2, baselines(fresh), ledger.size() / 2, baselines(ledger));
    for (Quantity quantity : Quantity.values()) {
      List<LedgerEntry> own = fresh.stream().filter(e -> e.quantity() == quantity).toList();
      Map<Predictor, Judgement> judged = new TreeMap<>();
      for (Predictor predictor : Predictor.values()) {
        judged.put(predictor, Judgement.of(new Calibration(predictor, quantity, ledger), own));
      }
      Judgement none = Objects.requireNonNull(judged.get(Predictor.NO_CHANGE));
      Judgement mean = Objects.requireNonNull(judged.get(Predictor.MEAN));
      out.printf("%s%n", quantity.id());
      for (Judgement one : judged.values()) {
        BetaDistribution low =
            new BetaDistribution(Math.max(1e-9, one.covered()), one.count() - one.covered() + 1.0);
        BetaDistribution high =
            new BetaDistribution(one.covered() + 1.0, Math.max(1e-9, one.count() - one.covered()));
        out.printf(
            Locale.ROOT,
            "  %-26s %2d of %2d inside (%.0f%%, 95%% interval %.0f%% to %.0f%%), log score %6.3f,"
                + " t %5.2f against no change, %5.2f against the mean, width %.2f,"
                + " sign right in %d of %d clear ones%n",
            one.predictor().words(),
            one.covered(),
            one.count(),
            100 * one.coverage(),
            100 * low.inverseCumulativeProbability(0.025),
            100 * high.inverseCumulativeProbability(0.975),
            one.logScore(),
            one.tAgainst(none),
            one.tAgainst(mean),
            one.width(),
            one.signs(),
            one.clear());
      }
    }
    widths(ledger, fresh);
  }

  /** Median widths of the intervals by aspect, in points of accuracy. */
  private void widths(List<LedgerEntry> ledger, List<LedgerEntry> fresh) {
    for (Predictor predictor :
        new Predictor[] {
          Predictor.CURVE, Predictor.SMALL_RUNS, Predictor.PREFIX, Predictor.FIRST_RUN
        }) {
      Calibration calibration = new Calibration(predictor, Quantity.ACCURACY, ledger);
      Map<String, List<Double>> widths = new TreeMap<>();
      for (LedgerEntry entry : fresh) {
        if (entry.quantity() == Quantity.ACCURACY) {
          Band band = calibration.predict(entry);
          double guess = Quantity.ACCURACY.scaled(0.1, TEST);
          double base = guess - entry.most();
          widths
              .computeIfAbsent(entry.aspect(), aspect -> new ArrayList<>())
              .add(
                  100
                      * (Quantity.ACCURACY.value(base + band.low(), TEST)
                          - Quantity.ACCURACY.value(base + band.high(), TEST)));
        }
      }
      out.printf("median width of 90%% intervals in points, %s:%n ", predictor.words());
      widths.forEach(
          (aspect, list) -> {
            list.sort(null);
            out.printf(Locale.ROOT, " %s %.1f;", aspect, list.get(list.size() / 2));
          });
      out.println();
    }
  }

  private static long baselines(List<LedgerEntry> entries) {
    return entries.stream().map(LedgerEntry::baseline).distinct().count();
  }
}
