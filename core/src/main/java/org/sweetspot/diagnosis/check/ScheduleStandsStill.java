package org.sweetspot.diagnosis.check;

import java.util.Optional;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** A schedule that is never stepped. */
public final class ScheduleStandsStill implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "schedule-not-stepped",
          "The schedule is never stepped: after {steps} updates it still counts {counted}.",
          "what the scheduler counts, unchanged over at least 100 updates and two evaluations (or"
              + " 200 updates)",
          "call scheduler.step() after each update, or after each epoch where it counts epochs",
          "PyTorch, torch.optim.lr_scheduler");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    double[] counted = Series.finite(run.series("schedule"));
    boolean enough =
        counted.length >= 200 || (counted.length >= 100 && run.evaluations().size() >= 2);
    return enough && Series.largest(counted) == Series.smallest(counted)
        ? Optional.of(
            Finding.of(CARD, Severity.FAULT)
                .with("steps", counted.length)
                .with("counted", counted[0]))
        : Optional.empty();
  }
}
