package org.sweetspot.diagnosis.check;

import java.util.Optional;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** A loss that stops being a number at once, where it did not grow before. */
public final class NotFinite implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "not-finite",
          "The loss is not a finite number from update {at} on, at once: it was {before} just"
              + " before, and had not grown.",
          "the first loss that is not finite, after 10 others that stay below twice the level of"
              + " the 10 before them",
          "look at the batch of this update, and at logarithms, roots and divisions by zero in"
              + " model and loss (torch.autograd.set_detect_anomaly)",
          "PyTorch, torch.autograd.set_detect_anomaly");

  private static final int SPAN = 10;

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    double[] loss = run.series("loss");
    int at = 0;
    while (at < loss.length && Double.isFinite(loss[at])) {
      at++;
    }
    if (at == loss.length || at < 2 * SPAN || !run.steps().get(at).has("loss")) {
      return Optional.empty();
    }
    double level = Series.median(Series.part(loss, at - 2 * SPAN, at - SPAN));
    double before = Series.largest(Series.part(loss, at - SPAN, at));
    return before < 2 * level
        ? Optional.of(
            Finding.of(CARD, Severity.FAULT)
                .with("at", run.steps().get(at).number("step"))
                .with("before", loss[at - 1]))
        : Optional.empty();
  }
}
