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
          "the last stretch of updates whose rate is at most a thousandth of the peak, longer than"
              + " 0.15 of the training (in schedules that fall in steps a ten-thousandth, and 0.3);"
              + " or one of at least 0.4 at one rate, at most a fifth of the peak, right after 20"
              + " updates in each of which the rate fell",
          "give the schedule the number of updates of the whole training: batches an epoch times"
              + " epochs, divided by the batches in an update",
          "Hugging Face, num_training_steps");

  private static final int FALLING = 20;

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
    if (rates.length < 40 || !(peak > 0)) {
      return Optional.empty();
    }
    // Such schedules may end a training at a thousandth of the peak, on purpose.
    boolean falls =
        List.of("StepLR", "MultiStepLR", "ReduceLROnPlateau", "ExponentialLR").contains(name);
    int from = rates.length;
    while (from > 0 && rates[from - 1] <= (falls ? 1e-4 : 1e-3) * peak) {
      from--;
    }
    boolean ends = from < (falls ? 0.7 : 0.85) * rates.length;
    if (!ends) {
      from = floor(rates);
      ends = from < 0.6 * rates.length && rates[rates.length - 1] <= 0.2 * peak;
    }
    return ends
        ? Optional.of(
            Finding.of(CARD, Severity.FAULT)
                .with("rate", rates[rates.length - 1])
                .with("at", run.steps().get(from).number("step"))
                .with("steps", run.steps().get(rates.length - 1).number("step"))
                .with("peak", peak))
        : Optional.empty();
  }

  /** Where the last stretch at one rate begins, if the rate fell in each update before; the end. */
  private static int floor(double[] rates) {
    int from = rates.length;
    while (from > 0 && rates[from - 1] == rates[rates.length - 1]) {
      from--;
    }
    boolean falls = from >= FALLING && from < rates.length;
    for (int i = from - FALLING; falls && i < from; i++) {
      falls = rates[i + 1] < rates[i];
    }
    return falls ? from : rates.length;
  }
}
