package org.sweetspot.diagnosis.check;

import java.util.Optional;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** A schedule that goes on after its own end. */
public final class ScheduleOverruns implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "schedule-past-end",
          "The schedule goes past its end: it is made for {planned} steps and counts {counted}, and"
              + " the rate rises again to {rate}.",
          "what a cosine schedule counts against the length it was made for; more than 1.05 times,"
              + " with a rate that rises again",
          "give the schedule the number of updates of the whole training",
          "PyTorch, torch.optim.lr_scheduler.CosineAnnealingLR");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    double planned = run.facts().number("scheduler.T_max");
    double counted = Series.largest(run.series("schedule"));
    if (!(counted > 1.05 * planned)) {
      return Optional.empty();
    }
    double[] rates = run.rates();
    double[] steps = run.series("schedule");
    double lowest = run.peakRate();
    double after = 0;
    for (int i = 0; i < rates.length; i++) {
      if (steps[i] <= planned) {
        lowest = Math.min(lowest, rates[i]);
      } else if (rates[i] > lowest) {
        after = Math.max(after, rates[i]);
      }
    }
    return after > 1.2 * lowest && after > 0.01 * run.peakRate()
        ? Optional.of(
            Finding.of(CARD, Severity.FAULT)
                .with("planned", planned)
                .with("counted", counted)
                .with("rate", after))
        : Optional.empty();
  }
}
