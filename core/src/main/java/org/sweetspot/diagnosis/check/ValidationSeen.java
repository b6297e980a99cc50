package org.sweetspot.diagnosis.check;

import java.util.Optional;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;

/** Validation data that were trained on. */
public final class ValidationSeen implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "validation-seen",
          "Validation data were seen in training: {met} of {sampled} sampled examples, {share} at"
              + " least.",
          "hashes of the inputs of forward passes without gradient against those of training"
              + " batches; at least 5 and above 0.02",
          "split before augmentation and by group, remove duplicates, and record evaluations of"
              + " training data under a name that begins with train",
          "Kapoor and Narayanan, Leakage and the reproducibility crisis in machine-learning-based"
              + " science, 2023");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    double sampled = 0;
    double met = 0;
    for (Entry evaluation : run.evaluations()) {
      if (!evaluation.text("name").startsWith("train")) {
        sampled += Math.max(0, evaluation.number("sampled"));
        met += Math.max(0, evaluation.number("met"));
      }
    }
    return met >= 5 && met > 0.02 * sampled
        ? Optional.of(
            Finding.of(CARD, Severity.FAULT)
                .with("met", met)
                .with("sampled", sampled)
                .with("share", met / sampled))
        : Optional.empty();
  }
}
