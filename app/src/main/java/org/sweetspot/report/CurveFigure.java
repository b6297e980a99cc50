package org.sweetspot.report;

import java.util.List;
import java.util.Map;
import org.sweetspot.control.Arm;
import org.sweetspot.control.ArmRun;
import org.sweetspot.control.ControlResult;
import org.sweetspot.training.Evaluation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Loss and accuracy over steps or epochs, all arms and seeds, as data and charts for the page. */
final class CurveFigure {
  private final ControlResult result;
  private final int pointsPerRun;

  CurveFigure(ControlResult result) {
    this.result = result;
    int runs = result.arms().stream().mapToInt(arm -> arm.runs().size()).sum();
    // Keeps the page small: thousands of points over all runs show as much as millions.
    this.pointsPerRun = Math.max(12, Math.min(120, 6000 / Math.max(1, runs)));
  }

  /** Whether there is anything to draw. */
  boolean isEmpty() {
    return result.arms().stream()
        .flatMap(arm -> arm.runs().stream())
        .allMatch(run -> run.curve().isEmpty());
  }

  /** How many points of each run are drawn at most. */
  int pointsPerRun() {
    return pointsPerRun;
  }

  /** Arms, runs, means and the eight charts, as {@code report.js} reads them. */
  ObjectNode data() {
    ObjectNode data = Json.object();
    ArrayNode arms = data.putArray("arms");
    ArrayNode runs = data.putArray("runs");
    List<Arm> ordered = ArmStyle.ordered(result);
    for (int i = 0; i < ordered.size(); i++) {
      Arm arm = ordered.get(i);
      arms.add(arm(arm));
      for (ArmRun run : arm.runs()) {
        runs.add(run(i, run));
      }
    }
    ObjectNode views = data.putObject("views");
    for (Curve curve : Curve.all()) {
      view(views, curve, false);
      view(views, curve, true);
    }
    return data;
  }

  private static ObjectNode arm(Arm arm) {
    ArmStyle style = ArmStyle.of(arm.name());
    ObjectNode node = Json.object();
    node.put("name", arm.name()).put("label", style.label()).put("color", style.variable());
    ArrayNode dash = node.putArray("dash");
    style.dash().forEach(dash::add);
    ObjectNode means = node.putObject("means");
    for (Curve curve : Curve.all()) {
      ArrayNode points = means.putArray(curve.key());
      for (Curve.Band band : curve.bands(arm)) {
        points.add(Json.briefs(band.step(), band.epoch(), band.mean(), band.low(), band.high()));
      }
    }
    return node;
  }

  private ObjectNode run(int arm, ArmRun run) {
    List<Evaluation> few = Curve.thinned(run.curve(), pointsPerRun);
    ObjectNode node = Json.object();
    node.put("arm", arm).put("seed", Long.toString(run.seed()));
    node.set("step", Json.briefs(few.stream().mapToDouble(Evaluation::step).toArray()));
    node.set("epoch", Json.briefs(few.stream().mapToDouble(Evaluation::epoch).toArray()));
    for (Curve curve : Curve.all()) {
      node.set(curve.key(), Json.briefs(few.stream().mapToDouble(curve::of).toArray()));
    }
    return node;
  }

  private void view(ObjectNode views, Curve curve, boolean epochs) {
    CurveAxes.Axis x = CurveAxes.horizontal(epochs, result);
    CurveAxes.Axis y = CurveAxes.vertical(curve, result);
    views.set(
        curve.key() + (epochs ? "-epoch" : "-step"),
        Resource.chart(
            "curves.vl.json",
            Map.of(
                "description",
                Json.text(curve.title() + (epochs ? " over epochs" : " over steps")),
                "x",
                Json.text((epochs ? "Epochs" : "Steps") + (x.logarithmic() ? " (log scale)" : "")),
                "y",
                Json.text(curve.title() + (y.logarithmic() ? " (log scale)" : "")),
                "xType",
                Json.text(x.logarithmic() ? "log" : "linear"),
                "yType",
                Json.text(y.logarithmic() ? "log" : "linear"),
                "opacity",
                Json.brief(opacity()),
                "xValues",
                values(x),
                "yValues",
                values(y),
                "xDomain",
                Json.briefs(x.low(), x.high()),
                "yDomain",
                Json.briefs(y.low(), y.high()))));
  }

  /** Thin lines of many seeds must not cover the mean. */
  private double opacity() {
    int seeds = result.arms().stream().mapToInt(arm -> arm.runs().size()).max().orElse(1);
    return Math.max(0.06, Math.min(0.35, 3.5 / seeds));
  }

  /** Label positions, or null to leave them to Vega. */
  private static JsonNode values(CurveAxes.Axis axis) {
    double[] ticks = axis.logarithmic() ? axis.ticks() : new double[0];
    return ticks.length < 2 ? Json.number(Double.NaN) : Json.briefs(ticks);
  }
}
