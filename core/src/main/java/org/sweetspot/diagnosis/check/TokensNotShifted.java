package org.sweetspot.diagnosis.check;

import java.util.Optional;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;

/** Targets of a language model that are at the wrong place. */
public final class TokensNotShifted implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "labels-shifted",
          "Targets are shifted wrongly: {share} of them are the token {later} places later than the"
              + " one they are predicted from, not 1.",
          "the share of targets that equal the input at the same place, one and two places later,"
              + " where the loss compares outputs and targets place by place; above 0.9 at 0 or 2"
              + " and below 0.5 at 1",
          "shift once: targets = tokens[:, 1:] for inputs = tokens[:, :-1]; models that shift by"
              + " themselves take labels = inputs",
          "Hugging Face, causal language modeling");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    double[] means = new double[3];
    int batches = 0;
    for (Entry step : run.looked()) {
      for (Entry batch : step.entries("micro")) {
        double[] shift = batch.numbers("shift");
        boolean placeByPlace = batch.number("probe.cosine") > 0.9;
        if (shift.length == 3 && placeByPlace) {
          batches++;
          for (int i = 0; i < 3; i++) {
            means[i] += shift[i];
          }
        }
      }
    }
    for (int later : new int[] {0, 2}) {
      if (batches >= 4 && means[later] > 0.9 * batches && means[1] < 0.5 * batches) {
        return Optional.of(
            Finding.of(CARD, Severity.FAULT)
                .with("later", later)
                .with("share", means[later] / batches));
      }
    }
    return Optional.empty();
  }
}
