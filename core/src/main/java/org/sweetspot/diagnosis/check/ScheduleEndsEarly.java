package org.sweetspot.diagnosis.check;

import java.util.List;
import java.util.Optional;
import org.sweetspot.diagnosis.record.RecordedRun;

/** A rate that reaches its end long before the training does. */
public final class ScheduleEndsEarly implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "schedule-ends-early",
          "The rate ends early: it is {rate} from update {at} of {steps} on, and was {peak} at its"
              + " peak.",
          "the last stretch of updates whose rate is at most a thousandth of the peak, in schedules"
              + " without steps of their own; longer than 0.15 of the training",
          "give the schedule the number of updates of the whole training: batches an epoch times"
              + " epochs, divided by the batches in an update",
          "Hugging Face, num_training_steps");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    double[] rates = run.rates();
    double peak = run.peakRate();
    String name = run.facts().text("scheduler.name");
    // A rate that is never above zero does not end: the weights do not move at all.
    if (rates.length < 40
        || !(peak > 0)
        || List.of("StepLR", "MultiStepLR", "ReduceLROnPlateau", "ExponentialLR").contains(name)) {
      return Optional.empty();
    }
    int from = rates.length;
    while (from > 0 && rates[from - 1] <= 1e-3 * peak) {
      from--;
    }
    return from < 0.85 * rates.length
        ? Optional.of(
            Finding.of(CARD, Severity.FAULT)
                .with("rate", rates[rates.length - 1])
                .with("at", run.steps().get(from).number("step"))
                .with("steps", run.steps().get(rates.length - 1).number("step"))
                .with("peak", peak))
        : Optional.empty();
  }
}
