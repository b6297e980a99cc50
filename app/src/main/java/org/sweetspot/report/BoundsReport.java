package org.sweetspot.report;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.sweetspot.generalization.bound.Bound;
import org.sweetspot.generalization.bound.BoundKind;
import org.sweetspot.generalization.certificate.Certificate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Bounds of one network beside the truth, as one HTML file that needs nothing else. */
public final class BoundsReport {
  private BoundsReport() {}

  /**
   * The page.
   *
   * @param target what was certified
   * @param provenance where the numbers come from; empty for counts alone
   */
  public static String of(String target, Certificate certificate, Map<String, String> provenance) {
    Html html = new Html();
    MeasureReport.header(
        html,
        "Bounds beside the truth",
        target,
        "Each bound holds with confidence "
            + Numbers.percent(1 - certificate.delta())
            + " on its own, under its own assumptions, for its own network.");
    html.open("main");
    html.open("section", "id", "bounds", "aria-labelledby", "bounds-title");
    html.element("h2", "What can be guaranteed", "id", "bounds-title");
    List<Bound> rates = rates(certificate);
    ObjectNode page = Page.charts();
    if (!rates.isEmpty()) {
      ((ObjectNode) page.get("charts")).set("bounds", chart(certificate, rates));
      Figure.write(
          html,
          "bounds",
          "Bounds and observed errors on one axis",
          "Filled: the bound. Hollow: what was observed on examples that it did not use. What lies"
              + " at 100% says nothing.");
    }
    table(certificate).write(html);
    html.close();
    MeasureReport.end(html, provenance);
    return Page.of(
        "Sweetspot: bounds of " + target, html.finish(), rates.isEmpty() ? Json.object() : page);
  }

  private static List<Bound> rates(Certificate certificate) {
    return certificate.answers().stream()
        .filter(Bound.class::isInstance)
        .map(Bound.class::cast)
        // The axis has no place for losses in nats.
        .filter(bound -> bound.card().kind() == BoundKind.CERTIFIED && bound.vacuous() == 1)
        .toList();
  }

  private static JsonNode chart(Certificate certificate, List<Bound> rates) {
    ArrayNode rows = Json.array();
    for (Bound bound : rates) {
      OptionalDouble truth = certificate.truth(bound);
      ObjectNode row = rows.addObject();
      row.put("label", bound.card().id());
      row.put("title", bound.card().title());
      row.set("bound", Json.brief(100 * Math.min(1, bound.value())));
      row.set(
          "truth",
          truth.isPresent() ? Json.brief(100 * truth.getAsDouble()) : Json.number(Double.NaN));
    }
    return Resource.chart(
        "bounds.vl.json", Map.of("height", Json.brief(40.0 * rates.size()), "rows", rows));
  }

  private static Table table(Certificate certificate) {
    Table.Builder table =
        Table.of("Bounds")
            .name("Bound")
            .number("Value")
            .number("Observed")
            .name("Worth")
            .prose("Of what")
            .prose("Assumes");
    certificate.answers().stream()
        .filter(Bound.class::isInstance)
        .map(Bound.class::cast)
        .forEach(
            bound -> {
              OptionalDouble truth = certificate.truth(bound);
              table.row(
                  bound.card().id(),
                  BoundsText.value(bound),
                  truth.isPresent() ? BoundsText.observed(bound, truth.getAsDouble()) : "",
                  bound.card().kind().id(),
                  bound.card().bounds(),
                  String.join("; ", bound.card().assumptions()));
            });
    return table.build();
  }
}
