package org.sweetspot.diagnosis.check;

import java.util.Optional;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** A model that learns no more than how frequent labels are. */
public final class LabelsUnrelated implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "labels-unrelated",
          "Inputs tell nothing about labels: the training loss is {loss}, knowing only how frequent"
              + " labels are gives {entropy}, and the accuracy on other data is {accuracy} where"
              + " guessing gives {chance}.",
          "accuracy of the last evaluation at most 3 standard errors above guessing (6 where its"
              + " loss is no lower than guessing gives); for single labels outputs that differ between"
              + " those that hold and those that do not by less than 3 standard errors, for numbers an"
              + " explained variance of at most 0.02, in every evaluation; after at least 100 updates,"
              + " and no other fault found",
          "check that inputs and labels belong together: print a few of a batch with their labels;"
              + " if they do, the network lets too little through (dropout, initial weights) or"
              + " needs longer",
          "Zhang et al., Understanding deep learning requires rethinking generalization, arXiv"
              + " 1611.03530");

  private static final CheckCard NUMBERS =
      new CheckCard(
          CARD.id(),
          "Inputs tell nothing about targets: predictions of other data are no better than the mean"
              + " of their targets (explained variance {best} at best).",
          CARD.looksAt(),
          CARD.remedy(),
          CARD.source());

  private static final CheckCard LABELS =
      new CheckCard(
          CARD.id(),
          "Inputs tell nothing about labels: on other data the outputs for labels that hold and for"
              + " others differ by {best} standard errors at most.",
          CARD.looksAt(),
          CARD.remedy(),
          CARD.source());

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public boolean isByElimination() {
    return true;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    double classes = Series.median(run.batches("probe.classes"));
    double entropy = Series.largest(run.series("labels.entropy"));
    double[] loss = run.series("loss");
    if (run.evaluations().isEmpty() || loss.length < 100 || !(classes >= 2)) {
      return loss.length < 100 ? Optional.empty() : others(run);
    }
    Entry last = run.evaluations().get(run.evaluations().size() - 1);
    double accuracy = last.number("accuracy");
    double examples = last.has("examples") ? last.number("examples") : 100;
    double majority = Series.median(run.series("labels.majority"));
    double chance = Math.max(1 / classes, Double.isNaN(majority) ? 0 : majority);
    double error = Math.sqrt(chance * (1 - chance) / Math.max(1, examples));
    boolean guesses = accuracy <= chance + 3 * error;
    boolean nearly = accuracy <= chance + 6 * error && last.number("loss") > 0.98 * entropy;
    return (guesses || nearly) && entropy > 0.3
        ? Optional.of(
            Finding.of(CARD, Severity.FAULT)
                .with(
                    "loss",
                    Series.median(Series.part(loss, (int) (0.8 * loss.length), loss.length)))
                .with("entropy", entropy)
                .with("accuracy", accuracy)
                .with("chance", chance))
        : Optional.empty();
  }

  private static Optional<Finding> others(RecordedRun run) {
    double explained = best(run, "r2");
    double apart = best(run, "apart");
    if (explained <= 0.02) {
      return Optional.of(Finding.of(NUMBERS, Severity.FAULT).with("best", explained));
    }
    return apart < 3
        ? Optional.of(Finding.of(LABELS, Severity.FAULT).with("best", apart))
        : Optional.empty();
  }

  private static double best(RecordedRun run, String name) {
    return Series.largest(
        run.evaluations().stream()
            .filter(one -> !one.text("name").startsWith("train"))
            .mapToDouble(one -> one.number(name))
            .toArray());
  }
}
