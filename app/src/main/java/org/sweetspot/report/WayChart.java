package org.sweetspot.report;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.sweetspot.measure.Value;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The loss on the plane of a training's way as a heat map, with the way drawn over it. */
final class WayChart {
  private final List<Double> x;
  private final List<Double> y;
  private final List<Double> loss;
  private final List<Double> state;

  private WayChart(Map<String, List<Double>> columns) {
    x = Objects.requireNonNull(columns.get("x"));
    y = Objects.requireNonNull(columns.get("y"));
    loss = Objects.requireNonNull(columns.get("loss"));
    state = Objects.requireNonNull(columns.get("state"));
  }

  /** Whether a table holds a grid of losses and the states of a way. */
  static boolean fits(Value.Columns table) {
    return table.columns().keySet().equals(Set.of("x", "y", "loss", "state"));
  }

  /** The chart of such a table: rows of state 0 are the grid, the others the way in order. */
  static JsonNode of(Value.Columns table) {
    return new WayChart(table.columns()).chart();
  }

  private JsonNode chart() {
    double wide = pitch(x) / 2;
    double high = pitch(y) / 2;
    ArrayNode cells = Json.array();
    ArrayNode points = Json.array();
    ArrayNode ends = Json.array();
    int last = state.size() - 1;
    for (int i = 0; i < state.size(); i++) {
      if (state.get(i) == 0) {
        ObjectNode cell = cells.addObject();
        cell.set("x", Json.brief(x.get(i)));
        cell.set("y", Json.brief(y.get(i)));
        cell.set("z", Json.brief(loss.get(i)));
        cell.set("left", Json.brief(x.get(i) - wide));
        cell.set("right", Json.brief(x.get(i) + wide));
        cell.set("bottom", Json.brief(y.get(i) - high));
        cell.set("top", Json.brief(y.get(i) + high));
      } else {
        ObjectNode point = points.addObject();
        point.put("order", points.size());
        point.set("x", Json.brief(x.get(i)));
        point.set("y", Json.brief(y.get(i)));
        if (points.size() == 1 || i == last) {
          ends.add(point.deepCopy().put("name", points.size() == 1 ? "start" : "end"));
        }
      }
    }
    boolean log = ProfileFigure.isWide(loss.stream().mapToDouble(Double::doubleValue));
    return Resource.chart(
        "way.vl.json",
        Map.of(
            "cells",
            cells,
            "points",
            points,
            "ends",
            ends,
            "x",
            Json.text("first principal direction"),
            "y",
            Json.text("second principal direction"),
            "z",
            Json.text("loss"),
            "scale",
            Json.text(log ? "log" : "linear")));
  }

  /** Distance of neighbours in the grid. */
  private double pitch(List<Double> column) {
    double[] places =
        IntStream.range(0, state.size())
            .filter(i -> state.get(i) == 0)
            .mapToDouble(column::get)
            .distinct()
            .sorted()
            .toArray();
    return places.length < 2 ? 1 : (places[places.length - 1] - places[0]) / (places.length - 1);
  }
}
