package org.sweetspot.command;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.training.Evaluation;
import org.sweetspot.training.Evaluation.Score;
import org.sweetspot.training.StepCount;

/**
 * What a command recorded, as the outcome of a run.
 *
 * @param record all of it
 * @param evaluations along the way, the last one at the end; a split that was not evaluated at a
 *     step is left out there
 * @param steps updates
 * @param diverged whether its last losses are not finite
 */
public record CommandOutcome(
    RecordedRun record, List<Evaluation> evaluations, long steps, boolean diverged) {
  private static final Map<String, Split> NAMES =
      Map.of(
          "train",
          Split.TRAIN,
          "validation",
          Split.VALIDATION,
          "val",
          Split.VALIDATION,
          "valid",
          Split.VALIDATION,
          "test",
          Split.TEST);

  /** Copies the list. */
  public CommandOutcome {
    evaluations = List.copyOf(evaluations);
  }

  /** The outcome that a record tells. */
  public static CommandOutcome of(RecordedRun record, Recipe recipe) {
    int examples = recipe.data().split().used();
    long perEpoch = StepCount.perEpoch(recipe.training().batch(), examples);
    Map<Long, Map<Split, Score>> scores = new TreeMap<>();
    for (Entry entry : record.evaluations()) {
      Split split = NAMES.get(entry.text("name"));
      double step = entry.number("step");
      if (split != null && step >= 0) {
        scores
            .computeIfAbsent((long) step, at -> new EnumMap<>(Split.class))
            .put(split, new Score(entry.number("loss"), entry.number("accuracy")));
      }
    }
    List<Evaluation> evaluations = new ArrayList<>();
    scores.forEach(
        (step, score) -> evaluations.add(new Evaluation(step, (double) step / perEpoch, score)));
    long steps =
        record.size() == 0 ? 0 : (long) record.steps().get(record.size() - 1).number("step");
    double[] losses = record.series("loss");
    boolean diverged = losses.length > 0 && !Double.isFinite(losses[losses.length - 1]);
    return new CommandOutcome(record, evaluations, steps, diverged);
  }

  /** The last evaluation of a split. */
  public Optional<Score> last(Split split) {
    for (int i = evaluations.size() - 1; i >= 0; i--) {
      Score score = evaluations.get(i).scores().get(split);
      if (score != null) {
        return Optional.of(score);
      }
    }
    return Optional.empty();
  }

  /** The mean loss over the last steps of the training, a twentieth of them. */
  public double lastLoss() {
    double[] losses = record.series("loss");
    int from = losses.length - Math.max(1, losses.length / 20);
    return Series.mean(Series.part(losses, from, losses.length));
  }
}
