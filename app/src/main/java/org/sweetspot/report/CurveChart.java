package org.sweetspot.report;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.sweetspot.measure.Value;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The chart of a table: chosen by the names of its columns, which say what kind of curve it is.
 * Columns accuracy and confidence make a reliability diagram, low and high beside two others a
 * band, x, y and a third a surface, first and second a path; anything else is drawn as curves over
 * the first column.
 */
final class CurveChart {
  private static final double DECADES = 8;

  /** Of a curve whose points are marked; more of them would hide it. */
  private static final int MOST_POINTS = 100;

  private CurveChart() {}

  static JsonNode of(String id, Value.Columns table) {
    Map<String, List<Double>> columns = table.columns();
    if (WayChart.fits(table)) {
      return WayChart.of(table);
    } else if (columns.containsKey("accuracy") && columns.containsKey("confidence")) {
      return reliability(columns, table.rows());
    } else if (columns.containsKey("low") && columns.containsKey("high") && columns.size() == 4) {
      return band(columns, table.rows());
    } else if (columns.containsKey("x") && columns.containsKey("y") && columns.size() == 3) {
      return surface(columns, table.rows());
    } else if (columns.containsKey("first") && columns.containsKey("second")) {
      return path(columns, table.rows());
    }
    return lines(id, table);
  }

  private static JsonNode reliability(Map<String, List<Double>> columns, int rows) {
    ArrayNode bins = Json.array();
    for (int i = 0; i < rows; i++) {
      double right = at(columns, "accuracy", i);
      if (Double.isFinite(right)) {
        ObjectNode bin = bins.addObject();
        for (String name : List.of("low", "high", "confidence", "accuracy", "share")) {
          bin.set(name, Json.brief(at(columns, name, i)));
        }
      }
    }
    return Resource.chart("reliability.vl.json", Map.of("bins", bins));
  }

  private static JsonNode band(Map<String, List<Double>> columns, int rows) {
    List<String> names = List.copyOf(columns.keySet());
    String x = names.get(0);
    String y = names.get(1);
    double most = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < rows; i++) {
      most = Math.max(most, at(columns, "high", i));
      least = Math.min(least, at(columns, y, i));
    }
    // A density spans so many decades that only its upper ones can be seen together.
    boolean log = y.equals("density");
    double floor = log ? most / Math.pow(10, DECADES) : least;
    ArrayNode points = Json.array();
    for (int i = 0; i < rows; i++) {
      ObjectNode point = points.addObject();
      point.set("x", Json.brief(at(columns, x, i)));
      point.set("y", Json.brief(log ? Math.max(floor, at(columns, y, i)) : at(columns, y, i)));
      point.set(
          "low", Json.brief(log ? Math.max(floor, at(columns, "low", i)) : at(columns, "low", i)));
      point.set(
          "high",
          Json.brief(log ? Math.max(floor, at(columns, "high", i)) : at(columns, "high", i)));
      least = Math.min(least, at(columns, "low", i));
    }
    return Resource.chart(
        "band.vl.json",
        Map.of(
            "points",
            points,
            "x",
            Json.text(x.equals("t") ? "eigenvalue" : x),
            "y",
            Json.text(y),
            "yscale",
            Json.text(log ? "log" : "linear"),
            "domain",
            Json.briefs(log ? floor : least, most)));
  }

  private static JsonNode surface(Map<String, List<Double>> columns, int rows) {
    List<String> names = List.copyOf(columns.keySet());
    String z = names.get(2);
    ArrayNode cells = Json.array();
    for (int i = 0; i < rows; i++) {
      ObjectNode cell = cells.addObject();
      cell.set("x", Json.brief(at(columns, "x", i)));
      cell.set("y", Json.brief(at(columns, "y", i)));
      cell.set("z", Json.brief(at(columns, z, i)));
    }
    boolean log =
        ProfileFigure.isWide(
            Objects.requireNonNull(columns.get(z)).stream().mapToDouble(Double::doubleValue));
    return Resource.chart(
        "surface.vl.json",
        Map.of(
            "cells",
            cells,
            "x",
            Json.text("along one direction"),
            "y",
            Json.text("along the other"),
            "z",
            Json.text(z),
            "scale",
            Json.text(log ? "log" : "linear")));
  }

  private static JsonNode path(Map<String, List<Double>> columns, int rows) {
    ArrayNode points = Json.array();
    ArrayNode ends = Json.array();
    for (int i = 0; i < rows; i++) {
      ObjectNode point = points.addObject();
      point.put("order", i);
      point.set("x", Json.brief(at(columns, "first", i)));
      point.set("y", Json.brief(at(columns, "second", i)));
      if (i == 0 || i == rows - 1) {
        ends.add(point.deepCopy().put("name", i == 0 ? "start" : "end"));
      }
    }
    return Resource.chart(
        "path.vl.json",
        Map.of(
            "points",
            points,
            "ends",
            ends,
            "x",
            Json.text("first principal direction"),
            "y",
            Json.text("second principal direction")));
  }

  /** The other columns as curves over the first one, whatever they are called. */
  static JsonNode lines(String id, Value.Columns table) {
    Map<String, List<Double>> columns = table.columns();
    int rows = table.rows();
    List<String> names = List.copyOf(columns.keySet());
    String x = names.get(0);
    ArrayNode points = Json.array();
    for (String name : names.subList(Math.min(1, names.size() - 1), names.size())) {
      for (int i = 0; i < rows; i++) {
        if (Double.isFinite(at(columns, name, i))) {
          ObjectNode point = points.addObject();
          point.put("series", name);
          point.set("x", Json.brief(names.size() == 1 ? i + 1 : at(columns, x, i)));
          point.set("y", Json.brief(at(columns, name, i)));
        }
      }
    }
    boolean log =
        ProfileFigure.isWide(
            names.stream()
                .skip(1)
                .flatMapToDouble(
                    name ->
                        Objects.requireNonNull(columns.get(name)).stream()
                            .mapToDouble(Double::doubleValue)));
    return Resource.chart(
        "lines.vl.json",
        Map.of(
            "points",
            points,
            "x",
            Json.text(names.size() == 1 ? "number" : x),
            "y",
            Json.text(id),
            "scale",
            ProfileFigure.scale(log),
            "point",
            rows > MOST_POINTS
                ? Json.MAPPER.valueToTree(false)
                : Json.object().put("size", 22).put("filled", true)));
  }

  private static double at(Map<String, List<Double>> columns, String name, int row) {
    List<Double> column = columns.get(name);
    return column == null ? Double.NaN : column.get(row);
  }
}
