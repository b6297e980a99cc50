package org.sweetspot.report;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.sweetspot.control.Arm;
import org.sweetspot.control.ArmRun;
import org.sweetspot.control.ControlResult;
import org.sweetspot.statistics.Interval;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Test accuracy of every arm: each run, the mean, its interval; in per cent.
 *
 * @param rows one an arm
 * @param low left end of the axis
 * @param high right end of the axis
 */
record AccuracyFigure(List<Row> rows, double low, double high) {
  /** One arm. */
  record Row(ArmStyle style, Interval mean, List<Double> runs, int diverged) {
    /** The line above the marks. */
    String text() {
      return style.label() + ": " + number();
    }

    /** The mean with its interval. */
    String number() {
      if (!Double.isFinite(mean.value())) {
        return Numbers.NONE;
      }
      return Numbers.fixed(mean.value(), 1) + "%" + interval();
    }

    /** The interval in brackets. */
    String interval() {
      return Numbers.range(Numbers.fixed(mean.low(), 1), Numbers.fixed(mean.high(), 1));
    }
  }

  static AccuracyFigure of(ControlResult result) {
    List<Row> rows =
        ArmStyle.ordered(result).stream().map(arm -> row(arm, result.confidence())).toList();
    double[] all =
        Numbers.finite(
            rows.stream()
                .flatMapToDouble(
                    row ->
                        DoubleStream.concat(
                            row.runs().stream().mapToDouble(run -> run),
                            DoubleStream.of(row.mean().low(), row.mean().high()))));
    if (all.length == 0) {
      return new AccuracyFigure(rows, 0, 100);
    }
    double least = Arrays.stream(all).min().getAsDouble();
    double most = Arrays.stream(all).max().getAsDouble();
    double room = Math.max(0.5, 0.06 * (most - least));
    return new AccuracyFigure(rows, Math.max(0, least - room), Math.min(100, most + room));
  }

  private static Row row(Arm arm, double confidence) {
    double[] shares = arm.runs().stream().mapToDouble(ArmRun::testAccuracy).toArray();
    Interval mean = SeedMean.ofShares(shares, confidence);
    int diverged = (int) arm.runs().stream().filter(ArmRun::diverged).count();
    return new Row(
        ArmStyle.of(arm.name()),
        new Interval(100 * mean.value(), 100 * mean.low(), 100 * mean.high()),
        Arrays.stream(shares).mapToObj(share -> 100 * share).toList(),
        diverged);
  }

  /** The chart for Vega-Lite. */
  JsonNode chart() {
    ArrayNode arms = Json.array();
    ArrayNode runs = Json.array();
    for (Row row : rows) {
      arms.addObject()
          .put("label", row.style().label())
          .put("text", row.text())
          .put("color", row.style().variable())
          .put("shape", row.style().shape())
          .set("mean", Json.brief(row.mean().value()))
          .set("low", Json.brief(row.mean().low()))
          .set("high", Json.brief(row.mean().high()));
      for (double run : row.runs()) {
        runs.addObject()
            .put("label", row.style().label())
            .put("color", row.style().variable())
            .set("run", Json.brief(run));
      }
    }
    double baseline = rows.isEmpty() ? Double.NaN : rows.get(0).mean().value();
    return Resource.chart(
        "accuracy.vl.json",
        Map.of(
            "height",
            Json.brief(62.0 * rows.size()),
            "arms",
            arms,
            "runs",
            runs,
            "domain",
            Json.briefs(low, high),
            "baseline",
            Json.brief(baseline)));
  }
}
