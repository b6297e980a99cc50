package org.sweetspot.measure.profile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Cost;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NullControl;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.Value;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A measurement as JSON and back, exactly: numbers that JSON has no word for (NaN, infinities) are
 * texts.
 */
final class MeasurementJson {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String SCALAR = "scalar";
  private static final String SERIES = "series";
  private static final String NAMED = "named";
  private static final String COLUMNS = "columns";

  private MeasurementJson() {}

  static ObjectNode write(Measurement answer) {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", answer.id());
    node.set("value", value(answer.value()));
    node.set("error", value(answer.error()));
    node.put("unit", answer.unit());
    node.put("status", answer.status().name().toLowerCase(Locale.ROOT));
    node.put("estimator", answer.estimator());
    ObjectNode conventions = node.putObject("conventions");
    answer.conventions().byName().forEach(conventions::put);
    ArrayNode cost = node.putArray("cost");
    cost.add(number(answer.cost().gradients()));
    cost.add(number(answer.cost().hvps()));
    cost.add(number(answer.cost().seconds()));
    node.put("control", answer.control());
    node.put("source", answer.source());
    ArrayNode nulls = node.putArray("null");
    for (NullControl control : answer.nulls()) {
      ObjectNode one = nulls.addObject();
      one.put("part", control.part()).put("name", control.name()).put("tells", control.tells());
      one.set("value", number(control.value()));
      one.set("error", number(control.error()));
    }
    ObjectNode details = node.putObject("details");
    answer.details().forEach((name, x) -> details.set(name, number(x)));
    return node;
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if it is not what {@link #write} makes
   */
  static Measurement read(JsonNode node) {
    List<NullControl> nulls = new ArrayList<>();
    for (JsonNode one : field(node, "null")) {
      nulls.add(
          new NullControl(
              text(one, "part"),
              text(one, "name"),
              number(field(one, "value")),
              number(field(one, "error")),
              field(one, "tells").booleanValue()));
    }
    JsonNode cost = field(node, "cost");
    return new Measurement(
        text(node, "id"),
        readValue(field(node, "value")),
        readValue(field(node, "error")),
        text(node, "unit"),
        Status.valueOf(text(node, "status").toUpperCase(Locale.ROOT)),
        text(node, "estimator"),
        conventions(field(node, "conventions")),
        new Cost(number(cost.path(0)), number(cost.path(1)), number(cost.path(2))),
        text(node, "control"),
        text(node, "source"),
        nulls,
        new TreeMap<>(numbers(field(node, "details"))));
  }

  private static Conventions conventions(JsonNode object) {
    Conventions conventions = Conventions.NONE;
    for (String name : object.propertyNames()) {
      conventions = conventions.and(name, text(object, name));
    }
    return conventions;
  }

  private static JsonNode value(@Nullable Value value) {
    ObjectNode node = JSON.createObjectNode();
    if (value == null) {
      return JSON.nullNode();
    } else if (value instanceof Value.Scalar scalar) {
      node.set(SCALAR, number(scalar.value()));
    } else if (value instanceof Value.Series series) {
      node.set(SERIES, list(series.values()));
    } else if (value instanceof Value.Named named) {
      ObjectNode parts = node.putObject(NAMED);
      named.values().forEach((name, x) -> parts.set(name, number(x)));
    } else if (value instanceof Value.Columns table) {
      ObjectNode parts = node.putObject(COLUMNS);
      table.columns().forEach((name, column) -> parts.set(name, list(column)));
    }
    return node;
  }

  private static @Nullable Value readValue(JsonNode node) {
    if (node.isNull()) {
      return null;
    }
    if (node.has(SCALAR)) {
      return new Value.Scalar(number(node.path(SCALAR)));
    }
    if (node.has(SERIES)) {
      return new Value.Series(list(node.path(SERIES)));
    }
    if (node.has(NAMED)) {
      return Value.Named.of(numbers(node.path(NAMED)));
    }
    Map<String, List<Double>> columns = new LinkedHashMap<>();
    JsonNode table = field(node, COLUMNS);
    for (String name : table.propertyNames()) {
      columns.put(name, list(table.path(name)));
    }
    return new Value.Columns(columns);
  }

  private static ArrayNode list(List<Double> values) {
    ArrayNode array = JSON.createArrayNode();
    values.forEach(x -> array.add(number(x)));
    return array;
  }

  private static List<Double> list(JsonNode array) {
    List<Double> values = new ArrayList<>();
    for (JsonNode one : array) {
      values.add(number(one));
    }
    return values;
  }

  private static Map<String, Double> numbers(JsonNode object) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (String name : object.propertyNames()) {
      values.put(name, number(object.path(name)));
    }
    return values;
  }

  private static JsonNode number(double x) {
    return Double.isFinite(x)
        ? JSON.getNodeFactory().numberNode(x)
        : JSON.getNodeFactory().stringNode(Double.toString(x));
  }

  private static double number(JsonNode node) {
    return node.isNumber() ? node.doubleValue() : Double.parseDouble(node.stringValue());
  }

  private static String text(JsonNode node, String name) {
    return field(node, name).stringValue();
  }

  private static JsonNode field(JsonNode node, String name) {
    JsonNode field = node.path(name);
    if (field.isMissingNode()) {
      throw new IllegalArgumentException("measurement: expected the field " + name + ", got none");
    }
    return field;
  }
}
