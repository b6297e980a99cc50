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
              + " loss is no lower than guessing gives), after at least 100 updates, and no other"
              + " fault found",
          "check that inputs and labels belong together: print a few of a batch with their labels;"
              + " if they do, the network lets too little through (dropout, initial weights) or"
              + " needs longer",
          "Zhang et al., Understanding deep learning requires rethinking generalization, arXiv"
              + " 1611.03530");

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
      return Optional.empty();
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
}
