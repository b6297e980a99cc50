package org.sweetspot.diagnosis.check;

import java.util.Optional;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** Padding that the loss counts. */
public final class PaddingCounts implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "padding-counts",
          "Padding counts: {share} of the squared gradient of the outputs comes from targets that"
              + " stand for padding.",
          "the gradient of the outputs in rows whose target is the one to ignore; median of the"
              + " first 16 batches above 0.02",
          "give the loss ignore_index, or multiply it by the mask and divide by the mask's sum",
          "PyTorch, torch.nn.CrossEntropyLoss, ignore_index");

  @Override
  public CheckCard card() {
    return CARD;
  }

  private static final int EARLY = 16;

  @Override
  public Optional<Finding> find(RecordedRun run) {
    double[] shares = run.batches("probe.ignoredShare");
    double share = Series.median(Series.part(shares, 0, EARLY));
    return shares.length >= 4 && share > 0.02
        ? Optional.of(Finding.of(CARD, Severity.FAULT).with("share", share))
        : Optional.empty();
  }
}
