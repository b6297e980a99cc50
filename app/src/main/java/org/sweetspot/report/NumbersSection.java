package org.sweetspot.report;

import org.sweetspot.control.Arm;
import org.sweetspot.control.ArmRun;
import org.sweetspot.control.ControlResult;

/** Every run as numbers, and the plan's recipe. */
final class NumbersSection {
  private NumbersSection() {}

  static void write(Html html, ControlResult result, String recipe) {
    html.open("section", "id", "numbers", "aria-labelledby", "numbers-title");
    html.element("h2", "Numbers", "id", "numbers-title");
    html.element("p", "Every run at its end. Runs of the same seed are a pair across arms.");
    int runs = result.arms().stream().mapToInt(arm -> arm.runs().size()).sum();
    Table table = table(result);
    if (runs > 40) {
      html.open("details").element("summary", "All " + runs + " runs");
      table.write(html);
      html.close();
    } else {
      table.write(html);
    }
    html.close();
    html.open("section", "id", "recipe", "aria-labelledby", "recipe-title");
    html.element("h2", "The plan\u2019s recipe", "id", "recipe-title");
    html.element("p", "Save this as a file and train with it: sweetspot train FILE.");
    html.open("pre", "tabindex", "0", "aria-label", "Recipe").element("code", recipe).close();
    html.close();
  }

  private static Table table(ControlResult result) {
    Table.Builder table =
        Table.of("All runs")
            .name("Arm")
            .number("Seed")
            .number("Test accuracy")
            .number("Test loss")
            .number("Validation accuracy")
            .number("Training accuracy")
            .number("Training loss")
            .number("Steps")
            .number("Examples seen")
            .number("Time")
            .name("Ended");
    for (Arm arm : ArmStyle.ordered(result)) {
      for (ArmRun run : arm.runs()) {
        table.row(
            ArmStyle.of(arm.name()).label(),
            Long.toString(run.seed()),
            hundredths(run.testAccuracy()),
            Numbers.significant(run.testLoss()),
            hundredths(run.validationAccuracy()),
            hundredths(run.trainAccuracy()),
            Numbers.significant(run.trainLoss()),
            Long.toString(run.steps()),
            Long.toString(run.examples()),
            Numbers.seconds(run.seconds()),
            run.diverged() ? "diverged" : "as planned");
      }
    }
    return table.build();
  }

  private static String hundredths(double share) {
    return Double.isFinite(share) ? Numbers.fixed(100 * share, 2) + "%" : Numbers.NONE;
  }
}
