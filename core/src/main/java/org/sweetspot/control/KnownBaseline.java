package org.sweetspot.control;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.sweetspot.command.CommandOutcome;
import org.sweetspot.command.CommandTemplate;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.control.probe.RecordedReadings;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.measure.Measurement;
import org.sweetspot.problem.RefusedException;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.SourceRecipe;
import org.sweetspot.recipe.SplitRecipe;
import org.sweetspot.run.RunFolder;
import org.sweetspot.training.Evaluation;
import org.sweetspot.training.Evaluation.Score;

/** Runs of a baseline that were recorded: what is known before anything is trained. */
public final class KnownBaseline implements Laboratory {
  private final Recipe recipe;
  private final List<ArmRun> runs;
  private final Readings readings;
  private final Counts counts;

  /**
   * How large the data are.
   *
   * @param train training examples
   * @param validation examples that the curve was read on
   * @param test examples that are predicted
   * @param classes that examples belong to
   */
  public record Counts(int train, int validation, int test, int classes) {
    /** As a recipe says whose data are elsewhere. */
    public static Counts of(Recipe recipe) {
      SplitRecipe split = recipe.data().split();
      int validation = Math.max(split.validation(), split.test() > 0 ? 1 : 0);
      return new Counts(
          split.used(),
          Math.max(1, validation),
          Math.max(1, split.test() > 0 ? split.test() : validation),
          recipe.data().source() instanceof SourceRecipe.Elsewhere data ? data.classes() : 0);
    }
  }

  private KnownBaseline(Recipe recipe, Counts counts, List<ArmRun> runs, Readings readings) {
    this.recipe = recipe;
    this.counts = counts;
    this.runs = List.copyOf(runs);
    this.readings = readings;
  }

  /**
   * From records.
   *
   * @param recipe the values that the recorded training had
   * @param records at least one, of equal trainings with different seeds
   * @throws RefusedException where a record has no evaluation with an accuracy
   */
  public static KnownBaseline of(Recipe recipe, Counts counts, List<RecordedRun> records) {
    List<ArmRun> runs = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      CommandOutcome outcome = CommandOutcome.of(records.get(i), recipe);
      runs.add(run(recipe.seed() + i, outcome.evaluations()));
    }
    return new KnownBaseline(recipe, counts, runs, RecordedReadings.of(records, counts.train()));
  }

  /** From finished runs of ours, in which noise is not read. */
  public static KnownBaseline ofRuns(Recipe recipe, Counts counts, List<RunFolder> folders) {
    List<ArmRun> runs = new ArrayList<>();
    for (RunFolder folder : folders) {
      runs.add(run(folder.provenance().seed(), folder.evaluations()));
    }
    return new KnownBaseline(recipe, counts, runs, RecordedReadings.unknown());
  }

  private static ArmRun run(long seed, List<Evaluation> evaluations) {
    List<Evaluation> curve = new ArrayList<>();
    for (Evaluation one : evaluations) {
      Score validation = one.scores().getOrDefault(Split.VALIDATION, one.scores().get(Split.TEST));
      if (validation != null && !Double.isNaN(validation.accuracy())) {
        Map<Split, Score> scores = new EnumMap<>(Split.class);
        scores.put(Split.VALIDATION, validation);
        scores.put(Split.TEST, one.scores().getOrDefault(Split.TEST, validation));
        curve.add(new Evaluation(one.step(), one.epoch(), scores));
      }
    }
    if (curve.isEmpty()) {
      throw new RefusedException(
          "--from",
          "a record with an evaluation of accuracy",
          "none",
          "call recorder.evaluation(\"validation\", outputs=outputs, targets=targets) along the"
              + " way");
    }
    Evaluation end = curve.get(curve.size() - 1);
    return new ArmRun(
        seed,
        Double.NaN,
        Double.NaN,
        end.score(Split.VALIDATION).accuracy(),
        end.score(Split.TEST).accuracy(),
        end.score(Split.TEST).loss(),
        end.step(),
        0,
        Double.NaN,
        false,
        curve);
  }

  /** The runs. */
  public List<ArmRun> runs() {
    return runs;
  }

  /** Noise along them. */
  public Readings readings() {
    return readings;
  }

  @Override
  public int trainingExamples(Recipe asked) {
    int used = asked.data().split().used();
    return used > 0 ? used : counts.train();
  }

  @Override
  public int validationExamples(Recipe asked) {
    return counts.validation();
  }

  @Override
  public int testExamples(Recipe asked) {
    return counts.test();
  }

  @Override
  public int classes(Recipe asked) {
    return counts.classes();
  }

  @Override
  public List<String> untrainable(Recipe baseline, Recipe changed) {
    return recipe.training().isCommand()
        ? new CommandTemplate(recipe.training().run()).missing(baseline, changed)
        : List.of();
  }

  @Override
  public ArmRun train(Recipe asked, DoubleConsumer progress) {
    throw new IllegalStateException("nothing is trained here");
  }

  @Override
  public List<Measurement> measure(Recipe asked) {
    return List.of();
  }

  @Override
  public Readings read(Recipe asked) {
    return readings;
  }
}
