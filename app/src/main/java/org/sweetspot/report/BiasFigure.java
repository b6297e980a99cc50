package org.sweetspot.report;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.sweetspot.control.ControlResult;
import org.sweetspot.control.InvariantRow;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every bias as a ratio to the baseline, before and after the plan, on one logarithmic scale.
 *
 * @param rows biases that have a ratio
 * @param reach the axis runs from 1/reach to reach
 */
record BiasFigure(List<Row> rows, double reach) {
  /** Within this factor of the baseline a bias counts as held. */
  static final double HELD = 1.5;

  /** One bias; a ratio is NaN where it does not exist. */
  record Row(InvariantRow invariant, double changed, double controlled) {
    /** The line above the marks. */
    String text() {
      return invariant.name()
          + ": "
          + Numbers.factor(changed)
          + " \u2192 "
          + Numbers.factor(controlled);
    }
  }

  static BiasFigure of(ControlResult result) {
    List<Row> rows =
        result.invariants().stream()
            .map(
                bias ->
                    new Row(
                        bias,
                        ratio(bias.changed(), bias.baseline()),
                        ratio(bias.controlled(), bias.baseline())))
            .filter(row -> Double.isFinite(row.changed()) || Double.isFinite(row.controlled()))
            .toList();
    double largest =
        rows.stream()
            .flatMapToDouble(row -> DoubleStream.of(row.changed(), row.controlled()))
            .filter(Double::isFinite)
            .map(ratio -> Math.abs(Math.log(ratio)))
            .max()
            .orElse(0);
    return new BiasFigure(rows, Math.exp(Math.max(Math.log(2.2), 1.08 * largest)));
  }

  /** Value over baseline; NaN unless both are finite, not zero and of one sign. */
  static double ratio(double value, double baseline) {
    double ratio = value / baseline;
    return Double.isFinite(ratio) && ratio > 0 ? ratio : Double.NaN;
  }

  /** Where the axis is labelled: equal factors, few enough for a narrow screen. */
  double[] ticks() {
    if (reach < 3) {
      return new double[] {0.5, 1 / HELD, 1, HELD, 2};
    }
    double factor = reach < 9 ? 2 : reach < 70 ? 4 : Math.pow(10, Math.ceil(Math.log10(reach) / 4));
    int most = (int) Math.floor(Math.log(reach) / Math.log(factor));
    return IntStream.rangeClosed(-most, most)
        .mapToDouble(power -> Math.pow(factor, power))
        .toArray();
  }

  /** The chart for Vega-Lite. */
  JsonNode chart() {
    ArrayNode biases = Json.array();
    ArrayNode dots = Json.array();
    for (Row row : rows) {
      String name = row.invariant().name();
      ObjectNode bias = biases.addObject();
      bias.put("name", name).put("text", row.text()).put("short", name);
      bias.set("changed", Json.brief(row.changed()));
      bias.set("controlled", Json.brief(row.controlled()));
      dot(dots, name, "changed", row.changed());
      dot(dots, name, "controlled", row.controlled());
    }
    return Resource.chart(
        "biases.vl.json",
        Map.of(
            "height",
            Json.brief(56.0 * rows.size()),
            "biases",
            biases,
            "dots",
            dots,
            "low",
            Json.brief(1 / HELD),
            "high",
            Json.brief(HELD),
            "ticks",
            Json.briefs(ticks()),
            "domain",
            Json.briefs(1 / reach, reach)));
  }

  private static void dot(ArrayNode dots, String name, String arm, double ratio) {
    if (!Double.isFinite(ratio)) {
      return;
    }
    ArmStyle style = ArmStyle.of(arm);
    ObjectNode dot = dots.addObject();
    dot.put("name", name).put("arm", style.label()).put("color", style.variable());
    dot.put("shape", style.shape()).put("factor", Numbers.factor(ratio));
    dot.set("ratio", Json.brief(ratio));
  }
}
