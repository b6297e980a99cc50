package org.sweetspot.diagnosis.check;

import java.util.Optional;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** Gradients of earlier updates that are still there when the next ones arrive. */
public final class GradientsNotCleared implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "gradients-not-cleared",
          "Gradients are not cleared: before an update {leftover} times the new gradient already"
              + " lies there.",
          "what lies in the gradients before the first backward pass after an update, relative to"
              + " what that pass adds; median above 0.05",
          "call optimizer.zero_grad() once for each update, before its first backward pass",
          "PyTorch, torch.optim.Optimizer.zero_grad");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    double[] leftover = run.series("gradient.leftover");
    double[] kept = Series.finite(Series.part(leftover, 1, leftover.length));
    double median = Series.median(kept);
    return kept.length >= 4 && median > 0.05
        ? Optional.of(Finding.of(CARD, Severity.FAULT).with("leftover", median))
        : Optional.empty();
  }
}
