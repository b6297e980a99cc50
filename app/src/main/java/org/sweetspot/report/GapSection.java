package org.sweetspot.report;

import org.sweetspot.control.ControlResult;
import org.sweetspot.control.Gap;
import org.sweetspot.control.MatchedGap;
import org.sweetspot.statistics.Interval;
import tools.jackson.databind.node.ObjectNode;

/** What the change costs, split into its parts. */
final class GapSection {
  private GapSection() {}

  static void write(Html html, ObjectNode charts, ControlResult result) {
    Gap gap = result.gap();
    html.open("section", "id", "gap", "aria-labelledby", "gap-title");
    html.element("h2", "The gap and its parts", "id", "gap-title");
    html.element(
        "p",
        "The gap is what the change costs: test accuracy of the baseline minus that of the changed"
            + " training. Between them stands the step-matched training: the change with as many"
            + " steps as the baseline. What the number of steps accounts for is one part (for a"
            + " larger batch, which makes fewer steps, it is under-training); the gap at equal"
            + " steps is the other: there the changed training settles for other solutions.");
    html.element("p", sentence(result));
    if (Double.isFinite(gap.points().value())) {
      charts.set("gap", GapFigure.of(result).chart());
      Figure.write(
          html,
          "gap",
          "The gap in test accuracy and its parts",
          "Bars: means. Whiskers: "
              + Numbers.wholePercent(result.confidence())
              + " intervals. The two parts lie end to end and add up to the gap."
              + " For the part won back, the whisker is the interval of the share, times the mean"
              + " gap.");
    } else {
      html.element(
          "p",
          "There is no picture: the gap is not a number, since runs diverged.",
          "class",
          "note");
    }
    Figure.numbers(html, table(result));
    html.close();
  }

  private static String sentence(ControlResult result) {
    Gap gap = result.gap();
    Interval points = gap.points();
    if (!Double.isFinite(points.value())) {
      return "The gap could not be computed.";
    }
    if (points.holdsZero()) {
      return "Here the interval of the gap holds zero, so this experiment cannot tell whether the"
          + " change costs anything. The parts below are shown for completeness.";
    }
    String larger = "Which of the two is larger cannot be told.";
    if (gap.atEqualSteps().low() > gap.steps().high()) {
      larger = "Most of it remains at equal steps.";
    } else if (gap.steps().low() > gap.atEqualSteps().high()) {
      larger = "Most of it comes from the number of steps.";
    }
    boolean ordinary = gap.atEqualSteps().value() >= 0 && gap.steps().value() >= 0;
    return "Here the gap is "
        + Numbers.points(points)
        + " points. "
        + GapFigure.stepsLabel(result)
        + ": "
        + Numbers.points(gap.steps())
        + ". "
        + GapFigure.AT_EQUAL_STEPS
        + ": "
        + Numbers.points(gap.atEqualSteps())
        + ". "
        + (ordinary ? larger : "A part below zero means that it works the other way.");
  }

  private static Table table(ControlResult result) {
    Table.Builder table =
        Table.of("The gap and its parts, points of test accuracy")
            .name("Part")
            .number("Estimate")
            .number("Low")
            .number("High");
    row(table, "Whole gap", result.gap().points());
    row(table, GapFigure.stepsLabel(result), result.gap().steps());
    row(table, GapFigure.AT_EQUAL_STEPS, result.gap().atEqualSteps());
    for (MatchedGap part : result.gap().matched()) {
      Interval equal = part.atEqual();
      if (equal != null) {
        row(table, "Gap at equal " + part.matching().id(), equal);
      }
    }
    Interval share = result.recovery().share();
    table.row(
        "Won back, share of the gap",
        Numbers.wholePercent(share.value()),
        Numbers.wholePercent(share.low()),
        Numbers.wholePercent(share.high()));
    return table.build();
  }

  private static void row(Table.Builder table, String name, Interval part) {
    table.row(
        name,
        Numbers.fixed(part.value(), 2),
        Numbers.fixed(part.low(), 2),
        Numbers.fixed(part.high(), 2));
  }
}
