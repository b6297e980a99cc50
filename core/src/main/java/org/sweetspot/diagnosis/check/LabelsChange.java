package org.sweetspot.diagnosis.check;

import java.util.Optional;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** Examples that come with another label each time. */
public final class LabelsChange implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "labels-shuffled",
          "Labels are shuffled against inputs: {share} of the examples that came again had another"
              + " label ({repeated} looked at).",
          "sampled examples that occur again; more than 0.2 of at least 20 with another label",
          "shuffle inputs and labels by the same order, once, and look at how batches are put"
              + " together",
          "Zhang et al., Understanding deep learning requires rethinking generalization, arXiv"
              + " 1611.03530");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    double repeated = Series.largest(run.series("labels.repeated"));
    double share = Series.largest(run.series("labels.relabelled")) / repeated;
    return repeated >= 20 && share > 0.2
        ? Optional.of(
            Finding.of(CARD, Severity.FAULT).with("share", share).with("repeated", repeated))
        : Optional.empty();
  }
}
