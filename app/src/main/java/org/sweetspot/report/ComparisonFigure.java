package org.sweetspot.report;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.sweetspot.measure.profile.Comparison;
import org.sweetspot.measure.profile.Difference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The largest differences between two groups of runs, in standard deviations over seeds. */
final class ComparisonFigure {
  private static final int MOST = 15;

  /** Beyond this the axis would hide all the others. */
  private static final double FAR = 30;

  private ComparisonFigure() {}

  /** None where no difference can be judged. */
  static Optional<JsonNode> chart(Comparison comparison) {
    List<Difference> shown =
        comparison.differences().stream()
            .filter(one -> one.verdict() != Difference.Verdict.CANNOT_TELL)
            .filter(one -> Double.isFinite(one.effect()) && one.difference() != 0)
            .sorted(
                Comparator.comparing(Difference::verdict)
                    .thenComparing(one -> -Math.abs(one.effect())))
            .limit(MOST)
            .toList();
    if (shown.isEmpty()) {
      return Optional.empty();
    }
    ArrayNode effects = Json.array();
    double least = -1;
    double most = 1;
    for (Difference one : shown) {
      double[] x =
          DoubleStream.of(one.difference(), one.low(), one.high())
              .map(number -> clamp(number * one.effect() / one.difference()))
              .toArray();
      ObjectNode effect = effects.addObject();
      boolean differs = one.verdict() == Difference.Verdict.DIFFERS;
      effect.put("key", one.name());
      effect.put(
          "text",
          one.name()
              + ": "
              + Numbers.significant(one.first())
              + " \u2192 "
              + Numbers.significant(one.second())
              + (differs ? "" : ", within the spread"));
      effect.put("short", one.name());
      effect.put("color", differs ? "var(--changed)" : "var(--part-left)");
      effect.set("value", Json.brief(x[0]));
      effect.set("low", Json.brief(x[1]));
      effect.set("high", Json.brief(x[2]));
      least = Math.min(least, DoubleStream.of(x).min().orElse(0));
      most = Math.max(most, DoubleStream.of(x).max().orElse(0));
    }
    double room = 0.05 * (most - least);
    return Optional.of(
        Resource.chart(
            "effects.vl.json",
            Map.of(
                "height",
                Json.brief(54.0 * shown.size()),
                "effects",
                effects,
                "x",
                Json.text("Difference in standard deviations from seed to seed"),
                "domain",
                Json.briefs(least - room, most + room))));
  }

  private static double clamp(double x) {
    return Math.max(-FAR, Math.min(FAR, x));
  }
}
