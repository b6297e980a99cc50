package org.sweetspot.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Value;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The picture of an answer that is more than a number or two. */
final class ProfileFigure {
  /** Fewer numbers are read faster than seen. */
  private static final int FEWEST = 3;

  private static final int MOST_NAMES = 40;

  /** A logarithmic axis pays from this ratio on. */
  private static final double WIDE = 30;

  private ProfileFigure() {}

  /** The chart for Vega-Lite, where a picture says more than the number. */
  static Optional<JsonNode> chart(Measurement answer) {
    Value value = answer.value();
    if (value instanceof Value.Columns table && table.rows() >= FEWEST) {
      return Optional.of(CurveChart.of(answer.id(), table));
    } else if (value instanceof Value.Series series && series.values().size() >= FEWEST) {
      Map<String, Double> ranks = new LinkedHashMap<>();
      for (int i = 0; i < series.values().size(); i++) {
        ranks.put(Integer.toString(i + 1), series.values().get(i));
      }
      return dots(answer, ranks);
    } else if (value instanceof Value.Named named && named.values().size() >= FEWEST) {
      return dots(answer, named.values());
    }
    return Optional.empty();
  }

  private static Optional<JsonNode> dots(Measurement answer, Map<String, Double> values) {
    if (values.size() > MOST_NAMES) {
      return Optional.empty();
    }
    ArrayNode dots = Json.array();
    List<Double> shown = new ArrayList<>();
    int rank = 0;
    for (Map.Entry<String, Double> entry : values.entrySet()) {
      double value = entry.getValue();
      double error = error(answer.error(), entry.getKey(), rank++);
      ObjectNode dot = dots.addObject();
      dot.put("name", entry.getKey());
      dot.set("value", Json.brief(value));
      dot.set("error", Json.brief(error));
      dot.set("low", Json.brief(value - (Double.isFinite(error) ? error : 0)));
      dot.set("high", Json.brief(value + (Double.isFinite(error) ? error : 0)));
      if (Double.isFinite(value)) {
        shown.add(value);
      }
    }
    if (shown.size() < FEWEST) {
      return Optional.empty();
    }
    boolean log = isWide(shown.stream().mapToDouble(Double::doubleValue));
    if (log) {
      // A logarithmic axis has no place for an error that reaches below zero.
      dots.forEach(
          dot -> {
            ObjectNode node = (ObjectNode) dot;
            if (node.get("low").isNumber() && node.get("low").doubleValue() <= 0) {
              node.set("low", node.get("value"));
            }
          });
    }
    return Optional.of(
        Resource.chart(
            "dots.vl.json",
            Map.of(
                "values",
                dots,
                "height",
                Json.brief(Math.max(90, 22.0 * values.size())),
                "scale",
                scale(log),
                "x",
                Json.text(answer.id() + (answer.unit().isEmpty() ? "" : ", " + answer.unit())))));
  }

  private static double error(@Nullable Value error, String name, int rank) {
    if (error instanceof Value.Series series && rank < series.values().size()) {
      return series.values().get(rank);
    } else if (error instanceof Value.Named named) {
      return named.values().getOrDefault(name, Double.NaN);
    }
    return Double.NaN;
  }

  /** An axis that need not begin at zero. */
  static JsonNode scale(boolean log) {
    return log ? Json.object().put("type", "log") : Json.object().put("zero", false);
  }

  /** All above zero, and spread over more than a decade and a half. */
  static boolean isWide(DoubleStream values) {
    double[] finite = Numbers.finite(values);
    double least = DoubleStream.of(finite).min().orElse(0);
    double most = DoubleStream.of(finite).max().orElse(0);
    return least > 0 && most / least > WIDE;
  }
}
