package org.sweetspot.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.sweetspot.control.Arm;
import org.sweetspot.control.ControlResult;
import org.sweetspot.control.InvariantRow;
import org.sweetspot.measure.Measurement;
import tools.jackson.databind.node.ObjectNode;

/** The biases of training before and after, and everything that was measured. */
final class BiasSection {
  private BiasSection() {}

  static void write(Html html, ObjectNode charts, ControlResult result) {
    html.open("section", "id", "biases", "aria-labelledby", "biases-title");
    html.element("h2", "Implicit bias before and after", "id", "biases-title");
    if (result.invariants().isEmpty()) {
      html.element("p", "No quantity was followed in this experiment.", "class", "note");
    } else {
      html.element(
          "p",
          "Many settings of the weights fit the training data equally well, and the way of training"
              + " favours some over others: its implicit bias (neither unfairness nor the bias of"
              + " an estimate). Each line is one quantity that the recipes fix and that steers it,"
              + " as a multiple of its value in the baseline: \u00d71 means that it did not move.");
      BiasFigure figure = BiasFigure.of(result);
      key(html);
      if (!figure.rows().isEmpty()) {
        charts.set("biases", figure.chart());
        Figure.write(
            html,
            "biases",
            "What the recipes fix, as multiples of the baseline, before and after the plan",
            "The axis is logarithmic: doubling and halving lie equally far from the middle.");
      }
      int missing = result.invariants().size() - figure.rows().size();
      if (missing > 0) {
        html.element(
            "p",
            missing
                + (missing == 1 ? " quantity has" : " quantities have")
                + " no ratio to the baseline (zero, of the other sign, or not a number) and"
                + (missing == 1 ? " stands" : " stand")
                + " in the list only.",
            "class",
            "note");
      }
      list(html, result.invariants());
      Figure.numbers(html, table(result.invariants()));
    }
    ShiftTable.write(html, result);
    measures(html, result);
    html.close();
  }

  private static void key(Html html) {
    html.open("p", "class", "note");
    html.open("span", "class", "key arm-changed");
    html.element("span", "", "class", "dot", "aria-hidden", "true").text("Changed").close();
    html.open("span", "class", "key arm-controlled");
    html.element("span", "", "class", "dot", "aria-hidden", "true").text("Controlled").close();
    html.open("span", "class", "key");
    html.element("span", "", "class", "band", "aria-hidden", "true");
    html.text("held: within a factor of 1.5").close();
    html.close();
  }

  private static void list(Html html, List<InvariantRow> biases) {
    html.open("ul", "class", "items");
    for (InvariantRow bias : biases) {
      html.open("li").open("p", "class", "title").text(bias.name());
      html.element(
          "span", bias.held() ? "held" : "not held", "class", bias.held() ? "tag good" : "tag");
      html.close();
      html.element("p", bias.meaning());
      if (!bias.note().isBlank()) {
        html.element("p", bias.note(), "class", "note");
      }
      html.close();
    }
    html.close();
  }

  private static Table table(List<InvariantRow> biases) {
    Table.Builder table =
        Table.of("What the recipes fix, before and after")
            .name("Quantity")
            .name("Unit")
            .number("Baseline")
            .number("Changed")
            .number("Controlled")
            .number("Changed, ratio")
            .number("Controlled, ratio")
            .name("Held");
    for (InvariantRow bias : biases) {
      table.row(
          bias.name(),
          bias.unit(),
          Numbers.significant(bias.baseline()),
          Numbers.significant(bias.changed()),
          Numbers.significant(bias.controlled()),
          Numbers.factor(BiasFigure.ratio(bias.changed(), bias.baseline())),
          Numbers.factor(BiasFigure.ratio(bias.controlled(), bias.baseline())),
          bias.held() ? "yes" : "no");
    }
    return table.build();
  }

  private static void measures(Html html, ControlResult result) {
    List<Arm> arms =
        ArmStyle.ordered(result).stream().filter(arm -> !arm.measures().isEmpty()).toList();
    Set<String> ids = new LinkedHashSet<>();
    arms.forEach(arm -> arm.measures().forEach(measure -> ids.add(measure.id())));
    if (ids.isEmpty()) {
      return;
    }
    html.element("h3", "Everything that was measured");
    html.element(
        "p",
        "Means over the runs of an arm, with their error where there is one.",
        "class",
        "note");
    Table.Builder table = Table.of("Measures of each arm").name("Measure").name("Unit");
    arms.forEach(arm -> table.number(ArmStyle.of(arm.name()).label()));
    for (String id : ids) {
      List<String> row = new ArrayList<>();
      row.add(id);
      row.add(
          arms.stream()
              .flatMap(arm -> arm.measures().stream())
              .filter(measure -> measure.id().equals(id))
              .map(Measurement::unit)
              .findFirst()
              .orElse(""));
      arms.forEach(arm -> row.add(value(arm, id)));
      table.row(row);
    }
    table.build().write(html);
    MeasureTable.details(html, arms.stream().flatMap(arm -> arm.measures().stream()).toList());
  }

  private static String value(Arm arm, String id) {
    return arm.measures().stream()
        .filter(measure -> measure.id().equals(id))
        .map(MeasureTable::valueWithError)
        .findFirst()
        .orElse("not measured");
  }
}
