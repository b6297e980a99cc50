package org.sweetspot.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sweetspot.generalization.study.MeasureStudy;
import org.sweetspot.generalization.study.Study;
import org.sweetspot.generalization.study.Verdict;
import tools.jackson.databind.node.ObjectNode;

/**
 * A study as one HTML file that needs nothing else: the verdict, each measure against the gap, all
 * statistics as a table.
 */
public final class StudyReport {
  private static final int DRAWN = 12;

  private StudyReport() {}

  /**
   * The page.
   *
   * @param name of the grid
   * @param failures why runs failed, by name
   */
  public static String html(String name, Study study, Map<String, String> failures) {
    Html html = new Html();
    List<String> verdict = Verdict.of(study);
    MeasureReport.header(html, "Study of generalization", name, verdict.get(0));
    html.open("main");
    html.open("section", "id", "verdict", "aria-labelledby", "verdict-title");
    html.element("h2", "Verdict", "id", "verdict-title");
    verdict.forEach(sentence -> html.element("p", sentence));
    html.close();
    ObjectNode page = Page.charts();
    ObjectNode charts = (ObjectNode) page.get("charts");
    html.open("section", "id", "against", "aria-labelledby", "against-title");
    html.element("h2", "Each measure against the gap", "id", "against-title");
    html.element(
        "p",
        "A point is a run; its colour is its value of "
            + study.table().axes().get(0).name()
            + ". A cloud that rises within each colour says more than one that rises over all.");
    int number = 0;
    for (MeasureStudy measure : StudyText.drawn(study, DRAWN)) {
      String chart = "scatter" + number++;
      charts.set(chart, StudyCharts.scatter(study.table(), measure));
      Figure.write(
          html,
          chart,
          measure.id() + " against the gap",
          measure.id()
              + ": tau "
              + StudyText.two(measure.tau().value())
              + Numbers.range(
                  StudyText.two(measure.tau().low()), StudyText.two(measure.tau().high()))
              + "; "
              + StudyText.words(measure.finding())
              + ".");
    }
    html.close();
    StudyCharts.write(html, charts, study);
    html.open("section", "id", "statistics", "aria-labelledby", "statistics-title");
    html.element("h2", "Statistics", "id", "statistics-title");
    table(html, study);
    granulated(html, study);
    html.close();
    Map<String, String> provenance = new LinkedHashMap<>();
    study
        .table()
        .axes()
        .forEach(axis -> provenance.put("axis " + axis.name(), String.join(", ", axis.values())));
    provenance.put("runs", study.table().size() + " of " + study.table().expected());
    failures.forEach((run, why) -> provenance.put("failed: " + run, why));
    MeasureReport.end(html, provenance);
    return Page.of("Sweetspot: study of " + name, html.finish(), page);
  }

  /** The page of a study of which too few runs are done for anything else. */
  public static String waiting(String name, int done, int expected) {
    Html html = new Html();
    MeasureReport.header(
        html, "Study of generalization", name, done + " of " + expected + " runs are done.");
    return Page.of("Sweetspot: study of " + name, html.finish(), Json.object());
  }

  private static void table(Html html, Study study) {
    Table.Builder table =
        Table.of("Every measure; intervals by drawing configurations with replacement")
            .name("Measure")
            .name("Role")
            .number("tau-a")
            .number("tau-b")
            .number("Psi")
            .number("K")
            .number("Sign error: mean")
            .number("90%")
            .number("max")
            .number("Partial tau")
            .number("Lead over the baselines")
            .number("Regret")
            .number("Hits")
            .number("Weakest tau")
            .prose("Finding");
    for (MeasureStudy one : study.measures()) {
      table.row(
          one.id(),
          study.baselines().contains(one.id())
              ? "baseline"
              : study.references().contains(one.id()) ? "held-out labels" : "",
          interval(one.tau().value(), one.tau().low(), one.tau().high()),
          StudyText.two(one.tauB()),
          StudyText.two(one.granulated().mean()),
          StudyText.two(one.information()),
          StudyText.two(one.signError().mean()),
          StudyText.two(one.signError().high()),
          StudyText.two(one.signError().max()),
          StudyText.two(one.partial()),
          interval(one.lead().value(), one.lead().low(), one.lead().high()),
          Double.isNaN(one.regret().mean()) ? "" : Numbers.percent(one.regret().mean()),
          Double.isNaN(one.regret().hits()) ? "" : Numbers.wholePercent(one.regret().hits()),
          Double.isNaN(one.fragility().weakest())
              ? ""
              : StudyText.two(one.fragility().weakest()) + " without " + one.fragility().at(),
          StudyText.words(one.finding()));
    }
    table.build().write(html);
  }

  private static String interval(double value, double low, double high) {
    return Double.isNaN(low)
        ? StudyText.two(value)
        : StudyText.two(value) + Numbers.range(StudyText.two(low), StudyText.two(high));
  }

  private static void granulated(Html html, Study study) {
    Table.Builder table = Table.of("tau-a where one hyperparameter varies alone").name("Measure");
    study.table().axes().forEach(axis -> table.number(axis.name()));
    for (MeasureStudy one : study.measures()) {
      List<String> row = new ArrayList<>(List.of(one.id()));
      study
          .table()
          .axes()
          .forEach(
              axis ->
                  row.add(
                      StudyText.two(
                          one.granulated().byAxis().getOrDefault(axis.name(), Double.NaN))));
      table.row(row);
    }
    table.build().write(html);
  }
}
