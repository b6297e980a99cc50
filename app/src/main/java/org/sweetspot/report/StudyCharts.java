package org.sweetspot.report;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.sweetspot.generalization.study.MeasureStudy;
import org.sweetspot.generalization.study.Study;
import org.sweetspot.generalization.study.StudyAxis;
import org.sweetspot.generalization.study.StudyRun;
import org.sweetspot.generalization.study.StudyTable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The pictures of a study beside its scatters: small multiples by hyperparameter, bounds beside the
 * truth, regret of selection.
 */
final class StudyCharts {
  private static final int REGRETS = 15;

  private StudyCharts() {}

  /** Writes the sections, and what each draws into the page's charts. */
  static void write(Html html, ObjectNode charts, Study study) {
    study.judged().stream()
        .filter(measure -> Double.isFinite(measure.tau().value()))
        .findFirst()
        .ifPresent(strongest -> multiples(html, charts, study.table(), strongest));
    bounds(html, charts, study.table());
    persistence(html, charts, study.table());
    regrets(html, charts, study);
  }

  /** A measure against the gap, over all runs, coloured by the first axis. */
  static JsonNode scatter(StudyTable table, MeasureStudy measure) {
    return gaps("scatter.vl.json", table, measure, 0);
  }

  /** A measure against the gap, run by run, told apart by an axis. */
  private static JsonNode gaps(String drawing, StudyTable table, MeasureStudy measure, int byAxis) {
    StudyAxis axis = table.axes().get(byAxis);
    ArrayNode points = Json.array();
    for (StudyRun run : table.runs()) {
      Double value = run.measures().get(measure.id());
      if (value != null) {
        ObjectNode point = points.addObject();
        point.set("x", Json.brief(value));
        point.set("y", Json.brief(100 * run.gap()));
        point.put("axis", axis.values().get(run.place().get(byAxis)));
        point.put("name", run.name());
      }
    }
    return Resource.chart(
        drawing,
        Map.of(
            "points",
            points,
            "x",
            Json.text(measure.id()),
            "axis",
            Json.text(axis.name()),
            "order",
            Json.MAPPER.valueToTree(axis.values())));
  }

  private static void open(Html html, String id, String title) {
    html.open("section", "id", id, "aria-labelledby", id + "-title");
    html.element("h2", title, "id", id + "-title");
  }

  private static void multiples(
      Html html, ObjectNode charts, StudyTable table, MeasureStudy measure) {
    open(html, "multiples", measure.id() + " by hyperparameter");
    for (int a = 0; a < table.axes().size(); a++) {
      StudyAxis axis = table.axes().get(a);
      String chart = "multiples" + a;
      charts.set(chart, gaps("multiples.vl.json", table, measure, a));
      double psi = measure.granulated().byAxis().getOrDefault(axis.name(), Double.NaN);
      Figure.write(
          html,
          chart,
          measure.id() + " against the gap at each " + axis.name(),
          "At each value of " + axis.name() + "; psi where it varies alone: " + StudyText.two(psi));
    }
    html.close();
  }

  private static void bounds(Html html, ObjectNode charts, StudyTable table) {
    List<StudyRun> bounded =
        table.runs().stream()
            .filter(run -> run.measures().containsKey(StudyRun.HELD_OUT_BOUND))
            .sorted(Comparator.comparingDouble(StudyRun::testError))
            .toList();
    if (bounded.isEmpty()) {
      return;
    }
    ArrayNode points = Json.array();
    int below = 0;
    for (int i = 0; i < bounded.size(); i++) {
      StudyRun run = bounded.get(i);
      double bound = run.measures().getOrDefault(StudyRun.HELD_OUT_BOUND, Double.NaN);
      below += bound < run.testError() ? 1 : 0;
      add(points, i + 1, 100 * bound, "bound", run.name());
      add(points, i + 1, 100 * run.testError(), "test error", run.name());
    }
    charts.set("truth", Resource.chart("truth.vl.json", Map.of("points", points)));
    open(html, "bounds", "Bounds beside the truth");
    Figure.write(
        html,
        "truth",
        "the bound of each run beside its test error",
        "The exact bound from the validation split, at 95% for each run, beside the test error; "
            + below
            + " of "
            + bounded.size()
            + " bounds are below it. The test error is itself counted on a sample, and many bounds"
            + " at 95% each may fail together.");
    html.close();
  }

  /** Lifetimes of the components of each run's trajectory, one line a run. */
  private static void persistence(Html html, ObjectNode charts, StudyTable table) {
    StudyAxis axis = table.axes().get(0);
    ArrayNode points = Json.array();
    for (StudyRun run : table.runs()) {
      List<Double> lifetimes = run.lifetimes();
      for (int i = 0; i < lifetimes.size(); i++) {
        // A logarithmic axis has no place for states that repeat.
        if (lifetimes.get(i) > 0) {
          ObjectNode point = points.addObject();
          point.set("x", Json.brief(i / Math.max(1.0, lifetimes.size() - 1.0)));
          point.set("y", Json.brief(lifetimes.get(i)));
          point.put("axis", axis.values().get(run.place().get(0)));
          point.put("name", run.name());
        }
      }
    }
    if (points.isEmpty()) {
      return;
    }
    charts.set(
        "persistence",
        Resource.chart(
            "persistence.vl.json",
            Map.of(
                "points",
                points,
                "axis",
                Json.text(axis.name()),
                "order",
                Json.MAPPER.valueToTree(axis.values()))));
    open(html, "topology", "Persistence of the trajectories");
    Figure.write(
        html,
        "persistence",
        "lifetimes of the components of each trajectory, sorted",
        "A line is a run: the lifetimes of the connected components of its states, from the"
            + " shortest to the longest. A step up at the end is a jump to another place. How high"
            + " a line lies follows the length of the steps before all else.");
    html.close();
  }

  private static void add(ArrayNode points, int place, double error, String what, String name) {
    ObjectNode point = points.addObject();
    point.put("place", place);
    point.set("error", Json.brief(error));
    point.put("what", what).put("name", name);
  }

  private static void regrets(Html html, ObjectNode charts, Study study) {
    List<MeasureStudy> decided =
        study.measures().stream()
            .filter(measure -> Double.isFinite(measure.regret().mean()))
            .sorted(Comparator.comparingDouble(measure -> measure.regret().mean()))
            .limit(REGRETS)
            .toList();
    if (decided.isEmpty()) {
      return;
    }
    ArrayNode rows = Json.array();
    for (MeasureStudy measure : decided) {
      ObjectNode row = rows.addObject();
      row.put("label", measure.id());
      row.set("regret", Json.brief(100 * measure.regret().mean()));
      row.set("chance", Json.brief(100 * measure.regret().chance()));
    }
    JsonNode height = Json.brief(24.0 * decided.size());
    charts.set("regret", Resource.chart("regret.vl.json", Map.of("height", height, "rows", rows)));
    open(html, "regret", "What choosing by a measure costs");
    Figure.write(
        html,
        "regret",
        "regret of choosing by each measure",
        "Test error of the run that a measure chooses, minus that of the best run, in slices of the"
            + " grid from which the measure's direction was not learnt; the tick is a run drawn at"
            + " random. The "
            + decided.size()
            + " measures of the least regret.");
    html.close();
  }
}
