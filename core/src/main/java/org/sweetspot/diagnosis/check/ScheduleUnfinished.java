package org.sweetspot.diagnosis.check;

import java.util.Optional;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** A schedule that counts epochs where it was made for updates. */
public final class ScheduleUnfinished implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "schedule-unfinished",
          "The schedule is far from its end when the training ends: it is made for {planned} steps"
              + " and counts {counted} after {updates} updates.",
          "what a schedule of known length counts at the end of a training that was closed; at most"
              + " a quarter of its length, which is at least half the number of updates, and stepped"
              + " in less than every second update",
          "step the schedule after each update where it was made for updates, or make it for as many"
              + " epochs as there are",
          "PyTorch, torch.optim.lr_scheduler");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    double planned =
        Series.largest(
            run.facts().number("scheduler.T_max"),
            run.facts().number("scheduler.total_steps"),
            run.facts().number("scheduler.total_iters"));
    double[] counts = Series.finite(run.series("schedule"));
    if (!run.ended() || counts.length < 40 || !(planned >= 0.5 * counts.length)) {
      return Optional.empty();
    }
    double counted = Series.largest(counts);
    double moved = counted - Series.smallest(counts);
    // One that never moves is said to stand still.
    return moved > 0 && moved < 0.5 * counts.length && counted <= 0.25 * planned
        ? Optional.of(
            Finding.of(CARD, Severity.FAULT)
                .with("planned", planned)
                .with("counted", counted)
                .with("updates", counts.length))
        : Optional.empty();
  }
}
