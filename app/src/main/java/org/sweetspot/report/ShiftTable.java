package org.sweetspot.report;

import java.util.List;
import org.sweetspot.control.BiasShift;
import org.sweetspot.control.ControlResult;
import org.sweetspot.statistics.Interval;

/**
 * How the measured biases of the trained networks moved, and whether the plan brought them back.
 */
final class ShiftTable {
  private ShiftTable() {}

  static void write(Html html, ControlResult result) {
    if (result.shifts().isEmpty()) {
      return;
    }
    html.element("h3", "How the trained networks differ");
    html.element(
        "p",
        "Measured on the networks that training left behind. A property has moved if its difference"
            + " to the baseline, paired by seed, is significant (intervals widened for their"
            + " number); it is restored if it is not distinguishable from the baseline under the"
            + " plan.");
    table(result.shifts()).write(html);
  }

  /** Whether an interval says anything. */
  private static boolean isKnown(Interval interval) {
    return Double.isFinite(interval.low()) && Double.isFinite(interval.high());
  }

  /** The answer in words. */
  static String answer(BiasShift shift) {
    if (!isKnown(shift.shift())) {
      return "cannot tell";
    }
    if (!shift.moved()) {
      return "did not move";
    }
    if (!isKnown(shift.remaining())) {
      return "moved; cannot tell whether restored";
    }
    return shift.restored() ? "moved, restored" : "moved, not restored";
  }

  private static Table table(List<BiasShift> shifts) {
    Table.Builder table =
        Table.of("Measured properties, means over seeds, and paired differences to the baseline")
            .name("Measure")
            .name("Answer")
            .number("Baseline")
            .number("Changed")
            .number("Controlled")
            .number("Changed \u2212 baseline")
            .number("Controlled \u2212 baseline")
            .name("Unit");
    for (BiasShift shift : shifts) {
      table.row(
          shift.measure(),
          answer(shift),
          Numbers.significant(shift.baseline()),
          Numbers.significant(shift.changed()),
          Numbers.significant(shift.controlled()),
          interval(shift.shift()),
          interval(shift.remaining()),
          shift.unit());
    }
    return table.build();
  }

  private static String interval(Interval interval) {
    return Numbers.significant(interval.value())
        + Numbers.range(Numbers.significant(interval.low()), Numbers.significant(interval.high()));
  }
}
