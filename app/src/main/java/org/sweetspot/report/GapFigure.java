package org.sweetspot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.sweetspot.control.Arm;
import org.sweetspot.control.ControlResult;
import org.sweetspot.control.Gap;
import org.sweetspot.statistics.Interval;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The gap and its parts as a waterfall, in points of test accuracy: the whole, the part of the
 * steps and the gap at equal steps side by side below it, then what the plan takes off and what
 * stays.
 *
 * @param bars from top to bottom
 * @param low left end of the axis
 * @param high right end of the axis
 */
record GapFigure(List<Bar> bars, double low, double high) {
  /**
   * One bar.
   *
   * @param key the part: gap, training, equal, recovered or left
   * @param label its name
   * @param from where it begins
   * @param to where it ends
   * @param whiskerLow lower end of the interval of its length, seen from {@code from}; NaN for none
   * @param whiskerHigh upper end
   * @param amount its length with the interval, in words
   */
  record Bar(
      String key,
      String label,
      double from,
      double to,
      double whiskerLow,
      double whiskerHigh,
      String amount) {}

  /** What the second part of a gap is called. */
  static final String AT_EQUAL_STEPS = "Gap at equal steps";

  /** What the first part of a gap is called: a larger batch lacks steps, a smaller one has more. */
  static String stepsLabel(ControlResult result) {
    long before = result.arm(Arm.BASELINE).cost().steps();
    long after = result.arm(Arm.CHANGED).cost().steps();
    if (after == before) {
      return "Number of steps (the same)";
    }
    return after < before ? "Under-training" : "Further steps";
  }

  static GapFigure of(ControlResult result) {
    Gap gap = result.gap();
    Interval whole = gap.points();
    double end = whole.value();
    List<Bar> bars = new ArrayList<>();
    bars.add(bar("gap", "Whole gap", 0, whole));
    bars.add(bar("training", stepsLabel(result), 0, gap.steps()));
    bars.add(bar("equal", AT_EQUAL_STEPS, gap.steps().value(), gap.atEqualSteps()));
    Interval share = result.recovery().share();
    if (Double.isFinite(share.value()) && Double.isFinite(end)) {
      double left = end * (1 - share.value());
      double one = end * (1 - share.low());
      double other = end * (1 - share.high());
      bars.add(
          new Bar(
              "recovered",
              "Won back by the plan",
              end,
              left,
              Math.min(one, other),
              Math.max(one, other),
              Numbers.points(end * share.value()) + ", " + Numbers.share(share) + " of the gap"));
      bars.add(
          new Bar("left", "Still missing", 0, left, Double.NaN, Double.NaN, Numbers.points(left)));
    }
    double[] ends =
        Numbers.finite(
            bars.stream()
                .flatMapToDouble(
                    bar ->
                        DoubleStream.of(
                            bar.from(), bar.to(), bar.whiskerLow(), bar.whiskerHigh())));
    double least = Math.min(0, DoubleStream.of(ends).min().orElse(0));
    double most = Math.max(0.5, DoubleStream.of(ends).max().orElse(1));
    double room = 0.04 * (most - least);
    return new GapFigure(bars, least < 0 ? least - room : 0, most + room);
  }

  private static Bar bar(String key, String label, double from, Interval part) {
    return new Bar(
        key,
        label,
        from,
        from + part.value(),
        from + part.low(),
        from + part.high(),
        Numbers.points(part));
  }

  /** The chart for Vega-Lite. */
  JsonNode chart() {
    ArrayNode rows = Json.array();
    for (Bar bar : bars) {
      ObjectNode row = rows.addObject();
      row.put("label", bar.label());
      row.put("text", bar.label() + ": " + bar.amount());
      row.put(
          "short",
          bar.label() + ": " + Numbers.points(bar.to() - bar.from()).replace("\u2212", ""));
      row.put("color", "var(--part-" + bar.key() + ")");
      row.set("from", Json.brief(bar.from()));
      row.set("to", Json.brief(bar.to()));
      row.set("low", Json.brief(bar.whiskerLow()));
      row.set("high", Json.brief(bar.whiskerHigh()));
    }
    return Resource.chart(
        "gap.vl.json",
        Map.of(
            "height",
            Json.brief(62.0 * bars.size()),
            "rows",
            rows,
            "domain",
            Json.briefs(low, high)));
  }
}
