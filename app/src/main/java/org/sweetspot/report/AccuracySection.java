package org.sweetspot.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sweetspot.control.Arm;
import org.sweetspot.control.ControlResult;
import org.sweetspot.control.EqualCost;
import org.sweetspot.statistics.Interval;
import tools.jackson.databind.node.ObjectNode;

/** The key numbers: test accuracy of every arm, large, with one or two sentences each. */
final class AccuracySection {
  private AccuracySection() {}

  static void write(Html html, ObjectNode charts, ControlResult result) {
    AccuracyFigure figure = AccuracyFigure.of(result);
    List<Arm> arms = ArmStyle.ordered(result);
    html.open("section", "id", "answer", "aria-labelledby", "answer-title");
    html.element("h2", "How well each way of training does", "id", "answer-title");
    html.element(
        "p",
        "Share of examples never seen in training that the model gets right: the mean over runs"
            + " and, in brackets, its "
            + Numbers.wholePercent(result.confidence())
            + " interval.");
    html.open("ul", "class", "cards");
    for (int i = 0; i < arms.size(); i++) {
      card(html, result, arms.get(i), figure.rows().get(i));
    }
    html.close();
    charts.set("accuracy", figure.chart());
    Figure.write(
        html,
        "accuracy",
        "Test accuracy of each way of training",
        "Large mark: mean over runs. Bar: interval of the mean. Small dots: the single runs."
            + " Dashed line: the baseline's mean. The axis does not begin at zero.");
    Figure.numbers(html, table(arms, figure));
    html.close();
  }

  private static void card(Html html, ControlResult result, Arm arm, AccuracyFigure.Row row) {
    boolean known = Double.isFinite(row.mean().value());
    html.open("li", "class", Figure.style(arm.name()));
    html.element("p", row.style().label(), "class", "who");
    html.element(
        "p",
        known ? Numbers.fixed(row.mean().value(), 1) + "%" : Numbers.NONE,
        "class",
        known ? "big" : "big none");
    html.element("p", row.interval().strip(), "class", "range");
    html.element("p", row.style().meaning(), "class", "says");
    String compared = compared(result, arm.name());
    if (!compared.isEmpty()) {
      html.element("p", compared, "class", "says");
    }
    if (row.diverged() > 0) {
      html.element(
          "p", row.diverged() + " of " + row.runs().size() + " runs diverged.", "class", "says");
    }
    html.close();
  }

  /** One sentence that compares the arm with the baseline. */
  static String compared(ControlResult result, String arm) {
    return switch (arm) {
      case Arm.CHANGED -> below(result.gap().points(), "");
      case Arm.STEP_MATCHED -> below(result.gap().atEqualSteps(), " at the same number of steps");
      case Arm.CONTROLLED -> recovered(result);
      case Arm.EQUAL_COST -> equalCost(result.recovery().equalCost());
      default -> "";
    };
  }

  private static String below(Interval gap, String addition) {
    if (!Double.isFinite(gap.value())) {
      return "Its distance to the baseline could not be computed.";
    }
    if (!Double.isFinite(gap.low()) || !Double.isFinite(gap.high())) {
      return Numbers.points(gap.value())
          + " points below the baseline"
          + addition
          + ", with no interval.";
    }
    if (gap.holdsZero()) {
      return "Not distinguishable from the baseline: "
          + Numbers.points(gap)
          + " points below it"
          + addition
          + ", an interval that holds zero.";
    }
    return gap.value() > 0
        ? Numbers.points(gap) + " points below the baseline" + addition + "."
        : Numbers.points(new Interval(-gap.value(), -gap.high(), -gap.low()))
            + " points above the baseline"
            + addition
            + ".";
  }

  private static String equalCost(@Nullable EqualCost equal) {
    if (equal == null) {
      return "";
    }
    String points = Numbers.signedPoints(equal.gain()) + " points against the baseline";
    return equal.gain().holdsZero() ? points + ", not significant." : points + ".";
  }

  private static String recovered(ControlResult result) {
    Interval share = result.recovery().share();
    if (!Double.isFinite(share.value())) {
      return "How much of the gap it wins back could not be computed.";
    }
    String amount = Numbers.share(share);
    if (result.gap().points().holdsZero()) {
      return "Since the gap itself may be zero, the share won back, " + amount + ", says little.";
    }
    if (share.low() > 0) {
      return "Wins back " + amount + " of the gap.";
    }
    return share.high() < 0
        ? "Makes the gap larger: wins back " + amount + " of it."
        : "Whether it wins anything back is open: " + amount + " of the gap.";
  }

  private static Table table(List<Arm> arms, AccuracyFigure figure) {
    Table.Builder table =
        Table.of("Test accuracy, mean over runs")
            .name("Arm")
            .number("Mean")
            .number("Interval")
            .number("Runs")
            .number("Diverged");
    for (int i = 0; i < arms.size(); i++) {
      AccuracyFigure.Row row = figure.rows().get(i);
      table.row(
          row.style().label(),
          Numbers.percent(row.mean().value() / 100),
          row.interval().isEmpty() ? "none" : row.interval().strip(),
          Integer.toString(row.runs().size()),
          Integer.toString(row.diverged()));
    }
    return table.build();
  }
}
