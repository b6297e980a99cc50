package org.sweetspot.report;

import java.util.Arrays;
import org.sweetspot.statistics.Interval;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON trees in which a number that is not finite is null, since JSON has no other word for it. */
final class Json {
  static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Json() {}

  static ObjectNode object() {
    return NODES.objectNode();
  }

  static ArrayNode array() {
    return NODES.arrayNode();
  }

  /** A number, or null where it is not finite. */
  static JsonNode number(double value) {
    return Double.isFinite(value) ? NODES.numberNode(value) : NODES.nullNode();
  }

  /** A value under its name, and the bounds of its interval. */
  static ObjectNode interval(String name, Interval interval) {
    ObjectNode node = object();
    node.set(name, number(interval.value()));
    node.set("low", number(interval.low()));
    node.set("high", number(interval.high()));
    return node;
  }

  /** A number with five significant digits, for pictures. */
  static JsonNode brief(double value) {
    if (!Double.isFinite(value) || value == 0) {
      return number(value);
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return NODES.numberNode((long) value);
    }
    return NODES.numberNode(
        new java.math.BigDecimal(value).round(new java.math.MathContext(5)).doubleValue());
  }

  static JsonNode text(String value) {
    return NODES.stringNode(value);
  }

  static ArrayNode briefs(double... values) {
    ArrayNode array = array();
    Arrays.stream(values).forEach(value -> array.add(brief(value)));
    return array;
  }

  /** JSON that may stand inside a script element: no character in it can end the element. */
  static String inScript(JsonNode node) {
    return MAPPER
        .writeValueAsString(node)
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }
}
