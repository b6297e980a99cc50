package org.sweetspot.diagnosis.check;

import java.util.Optional;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** Outputs and targets of shapes that are broadcast against each other. */
public final class TargetsBroadcast implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "targets-broadcast",
          "Every output is compared with every target: shapes (n, 1) and (n) were broadcast, and"
              + " outputs are pulled to the mean of the targets (cosine {crossed}, with their own"
              + " targets {cosine}).",
          "outputs and targets of as many numbers in another shape, whose gradient is that of the"
              + " mean target (cosine above 0.99) and not of each one's own; medians over batches",
          "give both the same shape: outputs.squeeze(1), or targets[:, None]",
          "PyTorch, broadcasting semantics");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    double crossed = Series.median(run.batches("probe.crossed"));
    double cosine = Series.median(run.batches("probe.cosine"));
    return crossed > 0.99 && cosine < 0.98 && run.looked().size() >= 4
        ? Optional.of(
            Finding.of(CARD, Severity.FAULT).with("crossed", crossed).with("cosine", cosine))
        : Optional.empty();
  }
}
