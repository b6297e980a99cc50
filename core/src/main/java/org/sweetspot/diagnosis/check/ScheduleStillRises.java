package org.sweetspot.diagnosis.check;

import java.util.Optional;
import org.sweetspot.diagnosis.record.RecordedRun;

/** A warm-up that has not ended when the training has. */
public final class ScheduleStillRises implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "schedule-still-rises",
          "The rate still rises at the end of the training: it is {last} there and was {middle}"
              + " half way.",
          "the rate at the end of a training that was closed, at least 1.2 times that half way and"
              + " its largest; a fault where the loss fell by less than 5 percent",
          "let the warm-up take one to five percent of all updates; count updates, not examples or"
              + " epochs",
          "Goyal et al., Accurate, large minibatch SGD, arXiv 1706.02677, section 2.2");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    double[] rates = run.rates();
    if (!run.ended() || rates.length < 50) {
      return Optional.empty();
    }
    double last = rates[rates.length - 1];
    double middle = rates[rates.length / 2];
    return last >= run.peakRate() && last > 1.2 * middle
        ? Optional.of(
            Finding.of(CARD, LossFall.of(run) < 0.05 ? Severity.FAULT : Severity.WARNING)
                .with("last", last)
                .with("middle", middle))
        : Optional.empty();
  }
}
