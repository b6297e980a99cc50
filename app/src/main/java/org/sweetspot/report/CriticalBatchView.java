package org.sweetspot.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sweetspot.control.ControlResult;
import org.sweetspot.control.probe.CriticalBatch;
import org.sweetspot.control.probe.CriticalBatch.Point;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The critical batch along the baseline, where it was measured, in the three forms of a result. */
final class CriticalBatchView {
  private static final String TITLE = "Critical batch along the baseline";

  private CriticalBatchView() {}

  static void text(Terminal terminal, ControlResult result) {
    CriticalBatch critical = result.criticalBatch();
    if (critical == null) {
      return;
    }
    terminal.heading(TITLE);
    terminal.table(
        List.of("at", "by branching", "noise scale", "loss of the next batch", "seeds differ by"),
        critical.points().stream().map(point -> row(critical, point)).toList(),
        List.of());
  }

  static void html(Html html, ControlResult result) {
    CriticalBatch critical = result.criticalBatch();
    if (critical == null) {
      return;
    }
    html.element(
        "p",
        "From points of the baseline, branches with larger batches were trained over the same"
            + " examples; the largest batch that loses no more than the seeds differ by is"
            + " critical.");
    Table.Builder table =
        Table.of(TITLE)
            .name("At")
            .number("By branching")
            .number("Noise scale tr \u03a3/|G|\u00b2")
            .number("Loss of the next batch over the baseline's")
            .number("Seeds differ by");
    critical.points().forEach(point -> table.row(row(critical, point).toArray(String[]::new)));
    Figure.numbers(html, table.build());
  }

  static JsonNode json(@Nullable CriticalBatch critical) {
    if (critical == null) {
      return Json.object().nullNode();
    }
    ObjectNode node = Json.object();
    node.put("batch", critical.batch());
    ArrayNode points = node.putArray("points");
    for (Point point : critical.points()) {
      ObjectNode entry = points.addObject();
      entry.set("progress", Json.number(point.progress()));
      entry.put("critical", critical.batch() * point.factor());
      entry.put("orMore", point.open());
      entry.set("noiseScale", Json.number(point.noiseScale()));
      entry.set("tolerance", Json.number(point.tolerance()));
      ArrayNode excess = entry.putArray("excess");
      point.excess().forEach(loss -> excess.add(Json.number(loss)));
    }
    return node;
  }

  private static List<String> row(CriticalBatch critical, Point point) {
    int next = Integer.numberOfTrailingZeros(point.factor()) + 1;
    return List.of(
        Numbers.wholePercent(point.progress()),
        critical.batch() * point.factor() + (point.open() ? " or more" : ""),
        Double.isFinite(point.noiseScale()) ? Numbers.significant(point.noiseScale()) : "unknown",
        point.open()
            ? ""
            : Double.isFinite(point.excess().get(next))
                ? "+" + Numbers.significant(point.excess().get(next))
                : "diverges",
        Numbers.significant(point.tolerance()));
  }
}
