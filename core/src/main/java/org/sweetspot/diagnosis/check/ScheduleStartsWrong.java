package org.sweetspot.diagnosis.check;

import java.util.Optional;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** A rate that is far too high for the first updates, or begins anew. */
public final class ScheduleStartsWrong implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "schedule-starts-wrong",
          "The schedule starts wrong: the rate is {first} at update {at}, and {next} right before"
              + " or after it.",
          "a first rate of 5 times the next ones that then rise; a rate that falls to a fifth at"
              + " once and then rises in each update, to twice that; or a rate that more than doubles"
              + " where another process went on and the schedule counts from its beginning",
          "make the schedule before the first update, and load its state"
              + " (scheduler.load_state_dict) with that of the optimizer",
          "PyTorch, torch.optim.lr_scheduler");

  private static final int RISES = 3;

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    double[] rates = run.rates();
    if (rates.length < 20) {
      return Optional.empty();
    }
    double next = Series.median(Series.part(rates, 2, 6));
    double later = Series.largest(Series.part(rates, 6, rates.length));
    if (rates[0] > 5 * next && later > 2 * next) {
      return Optional.of(
          Finding.of(CARD, Severity.FAULT)
              .with("first", rates[0])
              .with("at", 1)
              .with("next", next));
    }
    for (int i = 1; i + RISES < rates.length; i++) {
      if (rates[i - 1] > 5 * rates[i] && rises(rates, i)) {
        return Optional.of(
            Finding.of(CARD, Severity.FAULT)
                .with("first", rates[i - 1])
                .with("at", run.steps().get(i - 1).number("step"))
                .with("next", rates[i]));
      }
    }
    for (Entry resumption : run.resumptions()) {
      double step = resumption.number("step");
      for (int i = 1; i < rates.length; i++) {
        Entry before = run.steps().get(i - 1);
        Entry after = run.steps().get(i);
        boolean here = before.number("step") <= step && after.number("step") > step;
        boolean anew = after.number("schedule") < before.number("schedule");
        if (here && anew && (rates[i] > 2 * rates[i - 1] || rates[i] < 0.5 * rates[i - 1])) {
          return Optional.of(
              Finding.of(CARD, Severity.FAULT)
                  .with("first", rates[i])
                  .with("at", after.number("step"))
                  .with("next", rates[i - 1]));
        }
      }
    }
    return Optional.empty();
  }

  /** Whether the rate rises in each of a few updates, and to twice what it was. */
  private static boolean rises(double[] rates, int from) {
    int to = from;
    while (to + 1 < rates.length && rates[to + 1] > rates[to]) {
      to++;
    }
    return to - from >= RISES && rates[to] > 2 * rates[from];
  }
}
