package org.sweetspot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.sweetspot.control.ControlResult;
import org.sweetspot.control.TriedCorrection;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The paired effect of every correction that was tried, in points of validation accuracy.
 *
 * @param rows in the order in which they were tried
 * @param low left end of the axis
 * @param high right end of the axis
 */
record EffectFigure(List<Row> rows, double low, double high) {
  /** One correction; the number keeps two of the same name apart. */
  record Row(int number, TriedCorrection correction) {
    /** The line above the marks. */
    String text() {
      return number
          + ". "
          + correction.name()
          + ": "
          + Numbers.signedPoints(correction.effect().value())
          + ", "
          + answer(correction);
    }
  }

  /** What the gate said. */
  static String answer(TriedCorrection correction) {
    return OutcomeWords.of(correction.outcome());
  }

  static EffectFigure of(ControlResult result) {
    List<Row> rows = new ArrayList<>();
    for (TriedCorrection correction : result.corrections()) {
      rows.add(new Row(rows.size() + 1, correction));
    }
    double[] ends =
        Numbers.finite(
            rows.stream()
                .map(row -> row.correction().effect())
                .flatMapToDouble(
                    effect -> DoubleStream.of(effect.value(), effect.low(), effect.high())));
    double least = Math.min(-0.5, DoubleStream.of(ends).min().orElse(0));
    double most = Math.max(0.5, DoubleStream.of(ends).max().orElse(0));
    double room = 0.05 * (most - least);
    return new EffectFigure(List.copyOf(rows), least - room, most + room);
  }

  /** The chart for Vega-Lite. */
  JsonNode chart() {
    ArrayNode effects = Json.array();
    for (Row row : rows) {
      TriedCorrection correction = row.correction();
      ObjectNode effect = effects.addObject();
      effect.put("key", row.number() + ". " + correction.name());
      effect.put("text", row.text());
      effect.put("short", row.number() + ". " + correction.name());
      effect.put("color", correction.kept() ? "var(--part-recovered)" : "var(--part-left)");
      effect.set("value", Json.brief(correction.effect().value()));
      effect.set("low", Json.brief(correction.effect().low()));
      effect.set("high", Json.brief(correction.effect().high()));
    }
    return Resource.chart(
        "effects.vl.json",
        Map.of(
            "height",
            Json.brief(54.0 * rows.size()),
            "effects",
            effects,
            "x",
            Json.text("Effect on validation accuracy, points"),
            "domain",
            Json.briefs(low, high)));
  }
}
