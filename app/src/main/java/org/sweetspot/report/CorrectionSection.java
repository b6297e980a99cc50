package org.sweetspot.report;

import org.sweetspot.control.ControlResult;
import org.sweetspot.control.TriedCorrection;
import org.sweetspot.control.prediction.Prediction;
import org.sweetspot.report.finding.PlanSentences;
import tools.jackson.databind.node.ObjectNode;

/** Every correction that was tried, why, what it did, and whether it was kept. */
final class CorrectionSection {
  private CorrectionSection() {}

  static void write(Html html, ObjectNode charts, ControlResult result) {
    html.open("section", "id", "tried", "aria-labelledby", "tried-title");
    html.element("h2", "What was tried", "id", "tried-title");
    if (!result.expected().isEmpty()) {
      html.element(
          "p",
          "Before anything was tried, the plan expected: " + PlanSentences.of(result.expected()));
    }
    predictions(html, result);
    CriticalBatchView.html(html, result);
    if (result.corrections().isEmpty()) {
      html.element("p", "No correction was tried.", "class", "note").close();
      return;
    }
    html.element(
        "p",
        "A correction is kept only if it helps significantly: runs with and without it are compared"
            + " seed by seed on validation data. Learning rate and length are tried together; of"
            + " the candidates of one kind the p-values are adjusted for their number (Holm), and"
            + " the best of those that stay significant is kept. The intervals are those of each"
            + " candidate alone.");
    String sight = ControlVerdict.sight(result);
    if (!sight.isEmpty()) {
      html.element("p", sight);
    }
    EffectFigure figure = EffectFigure.of(result);
    charts.set("effects", figure.chart());
    Figure.write(
        html,
        "effects",
        "Effect of each correction with its interval",
        "Dot: mean difference over seeds. Bar: "
            + Numbers.wholePercent(result.confidence())
            + " interval. To the right of zero, the correction helps.");
    html.open("ul", "class", "items");
    for (EffectFigure.Row row : figure.rows()) {
      item(html, row);
    }
    html.close();
    Figure.numbers(html, table(figure));
    html.close();
  }

  /** What was stated of the changed runs before they were trained, a sentence each. */
  private static void predictions(Html html, ControlResult result) {
    if (result.predicted().isEmpty()) {
      return;
    }
    html.element(
        "p",
        "Stated of the changed runs but the first, with 90% intervals from earlier experiments:");
    html.open("ul", "class", "items");
    for (Prediction prediction : result.predicted()) {
      html.element("li", ForecastWords.sentence(prediction));
    }
    html.close();
  }

  private static void item(Html html, EffectFigure.Row row) {
    TriedCorrection correction = row.correction();
    html.open("li").open("p", "class", "title");
    html.text(row.number() + ". " + correction.name());
    html.element(
        "span", EffectFigure.answer(correction), "class", correction.kept() ? "tag good" : "tag");
    html.close();
    html.element("p", correction.reason());
    html.element(
        "p",
        effect(correction)
            + (Double.isFinite(correction.pValue())
                ? " Adjusted p " + Numbers.significant(correction.pValue()) + "."
                : "")
            + " Training costs "
            + Numbers.fixed(correction.cost(), 2)
            + " times the baseline\u2019s examples."
            + (Double.isFinite(correction.seconds())
                ? " Trying it took " + Numbers.seconds(correction.seconds()) + "."
                : ""),
        "class",
        "note");
    html.close();
  }

  private static String effect(TriedCorrection correction) {
    return Double.isFinite(correction.effect().value())
        ? "Effect: " + Numbers.signedPoints(correction.effect()) + " points of validation accuracy."
        : "Its effect could not be computed.";
  }

  private static Table table(EffectFigure figure) {
    Table.Builder table =
        Table.of("Corrections, effect in points of validation accuracy")
            .name("TriedCorrection")
            .name("Answer")
            .number("Effect")
            .number("Low")
            .number("High")
            .number("Adjusted p")
            .number("Examples, multiple of the baseline")
            .number("Time");
    for (EffectFigure.Row row : figure.rows()) {
      TriedCorrection correction = row.correction();
      table.row(
          row.number() + ". " + correction.name(),
          EffectFigure.answer(correction),
          Numbers.fixed(correction.effect().value(), 2),
          Numbers.fixed(correction.effect().low(), 2),
          Numbers.fixed(correction.effect().high(), 2),
          Numbers.significant(correction.pValue()),
          Numbers.fixed(correction.cost(), 2),
          Numbers.seconds(correction.seconds()));
    }
    return table.build();
  }
}
