package org.sweetspot.report;

import java.util.List;
import java.util.Map;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Claim;
import org.sweetspot.theory.Finding;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Claims beside what came out, drawn, as one HTML file that needs nothing else. */
public final class ClaimReport {
  private ClaimReport() {}

  /**
   * The page.
   *
   * @param title of it
   * @param claims that were run
   * @param findings by the claim's name
   */
  public static String of(String title, List<Claim> claims, Map<String, Finding> findings) {
    Html html = new Html();
    MeasureReport.header(
        html, title, "Prediction beside measurement", "Lines: predicted. Points: measured.");
    html.open("main");
    ObjectNode page = Page.charts();
    ObjectNode charts = (ObjectNode) page.get("charts");
    for (Claim claim : claims) {
      Claim.Card card = claim.card();
      Finding finding = findings.get(card.id());
      if (finding == null) {
        continue;
      }
      html.open("section", "id", card.id(), "aria-labelledby", card.id() + "-title");
      html.element(
          "h2", card.title() + ": " + finding.verdict().words(), "id", card.id() + "-title");
      html.element("p", card.prediction());
      for (int i = 0; i < finding.curves().size(); i++) {
        Finding.Curve curve = finding.curves().get(i);
        String name = card.id() + "-curve" + i;
        charts.set(name, chart(curve));
        Figure.write(html, name, curve.name(), curve.name() + " over " + curve.across());
      }
      table(finding).write(html);
      if (!card.criticism().isEmpty()) {
        html.element("p", "But: " + card.criticism() + ".");
      }
      html.element("p", "Source: " + card.source() + ".");
      html.close();
    }
    MeasureReport.end(html, Map.of());
    return Page.of("Sweetspot: " + title, html.finish(), charts.isEmpty() ? Json.object() : page);
  }

  private static Table table(Finding finding) {
    Table.Builder table =
        Table.of("Checks")
            .prose("What")
            .number("Predicted")
            .number("Measured")
            .number("Half-width")
            .name("Verdict");
    for (Check check : finding.checks()) {
      table.row(
          check.what(),
          check.relation().sign() + " " + Numbers.significant(check.predicted()),
          Numbers.significant(check.measured()),
          check.error() == 0 ? "" : Numbers.significant(check.error()),
          check.verdict().words());
    }
    return table.build();
  }

  private static JsonNode chart(Finding.Curve curve) {
    ArrayNode rows = Json.array();
    for (int i = 0; i < curve.x().size(); i++) {
      ObjectNode row = rows.addObject();
      row.set("x", Json.brief(curve.x().get(i)));
      row.set("predicted", Json.brief(curve.predicted().get(i)));
      row.set("measured", Json.brief(curve.measured().get(i)));
    }
    return Resource.chart(
        "claim.vl.json",
        Map.of("rows", rows, "across", Json.text(curve.across()), "name", Json.text(curve.name())));
  }
}
