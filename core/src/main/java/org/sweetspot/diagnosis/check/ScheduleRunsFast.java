package org.sweetspot.diagnosis.check;

import java.util.Optional;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** A schedule that is stepped more than once an update. */
public final class ScheduleRunsFast implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "schedule-steps-often",
          "The schedule is stepped {ratio} times for each update (processes: {processes}, batches"
              + " in an update: {accumulation}).",
          "how far the scheduler counts between two updates; median of 2 or more",
          "step the schedule once for each update: on one process, and not for each accumulated"
              + " batch",
          "Hugging Face Accelerate, AcceleratedScheduler and split_batches");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    double[] counted = run.series("schedule");
    double[] steps = run.series("step");
    double[] ratios = new double[Math.max(0, counted.length - 1)];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = (counted[i + 1] - counted[i]) / (steps[i + 1] - steps[i]);
    }
    double ratio = Series.median(ratios);
    return Series.finite(ratios).length >= 10 && ratio >= 1.9
        ? Optional.of(
            Finding.of(CARD, Severity.FAULT)
                .with("ratio", ratio)
                .with("processes", run.facts().number("processes"))
                .with("accumulation", Series.median(run.series("accumulation"))))
        : Optional.empty();
  }
}
