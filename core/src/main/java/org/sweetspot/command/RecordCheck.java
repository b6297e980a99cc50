package org.sweetspot.command;

import static java.lang.String.format;

import java.util.Locale;
import java.util.Optional;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.Series;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.Span;
import org.sweetspot.training.Evaluation.Score;
import org.sweetspot.training.StepCount;

/** Whether a record is that of the training that was asked for. */
final class RecordCheck {
  private final CommandOutcome outcome;
  private final Recipe recipe;

  RecordCheck(CommandOutcome outcome, Recipe recipe) {
    this.outcome = outcome;
    this.recipe = recipe;
  }

  /** What is wrong with it. */
  record Fault(String expected, String got, String remedy) {}

  /** The first thing that is wrong; empty where it makes sense. */
  Optional<Fault> fault() {
    if (outcome.steps() == 0) {
      return fault(
          "recorded steps",
          "a record without any",
          "call recorder.step(loss) for every batch, before or after loss.backward()");
    }
    return batch()
        .or(this::steps)
        .or(() -> outcome.diverged() ? Optional.empty() : score("validation", Split.VALIDATION))
        .or(() -> outcome.diverged() ? Optional.empty() : score("test", Split.TEST));
  }

  private Optional<Fault> batch() {
    double[] recorded = outcome.record().series("examples");
    double batch = Series.largest(recorded);
    int wanted = Math.min(recipe.training().batch(), recipe.data().split().used());
    return Double.isNaN(batch) || batch == wanted
        ? Optional.empty()
        : fault(
            "updates of " + wanted + " examples",
            format(Locale.ROOT, "at most %.0f in the record", batch),
            "use the value of {batch} in the program");
  }

  /** A short last batch may be left out of every epoch, and epochs are whole. */
  private Optional<Fault> steps() {
    int examples = recipe.data().split().used();
    long wanted = StepCount.of(recipe.training(), examples);
    long perEpoch = StepCount.perEpoch(recipe.training().batch(), examples);
    double epochs =
        recipe.training().budget().unit() == Span.Unit.EPOCHS
            ? recipe.training().budget().amount()
            : (double) wanted / perEpoch;
    double slack = Math.max(1, Math.ceil(epochs)) + perEpoch;
    return outcome.diverged() || Math.abs(outcome.steps() - wanted) <= slack
        ? Optional.empty()
        : fault(
            "about " + wanted + " updates",
            outcome.steps() + " in the record",
            "use the values of {epochs} or {steps} and {batch} in the program, and let"
                + " data.split.train be the number of its training examples");
  }

  private Optional<Fault> score(String name, Split split) {
    Optional<Score> score = outcome.last(split);
    if (score.isEmpty() || Double.isNaN(score.get().accuracy())) {
      return fault(
          "the accuracy on the " + name + " split at the end",
          "no such evaluation in the record",
          format(
              Locale.ROOT,
              "call recorder.evaluation(\"%s\", outputs=outputs, targets=targets) at the end",
              name));
    }
    double accuracy = score.get().accuracy();
    if (accuracy < 0 || accuracy > 1) {
      return fault(
          "an accuracy from 0 to 1 on the " + name + " split",
          String.valueOf(accuracy),
          "record a share and no percentage");
    }
    int wanted =
        split == Split.TEST ? recipe.data().split().test() : recipe.data().split().validation();
    for (Entry entry : outcome.record().evaluations()) {
      double examples = entry.number("examples");
      if (entry.text("name").equals(name) && examples > 0 && examples != wanted) {
        return fault(
            wanted + " examples in the " + name + " split, as data.split says",
            format(Locale.ROOT, "%.0f in the record", examples),
            "write the number that the program has under data.split." + name);
      }
    }
    return Optional.empty();
  }

  private static Optional<Fault> fault(String expected, String got, String remedy) {
    return Optional.of(new Fault(expected, got, remedy));
  }
}
