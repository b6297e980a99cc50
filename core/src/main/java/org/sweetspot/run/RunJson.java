package org.sweetspot.run;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON object that a run's folder holds, read field by field: what is damaged, missing or of a
 * later version is told with the file's name, never a failure of the program.
 */
final class RunJson {
  /** Which fields the files have, and what they mean; files without the number are of version 1. */
  static final int SCHEMA = 1;

  private static final String VERSION = "schema";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final String place;
  private final String remedy;
  private final JsonNode root;

  private RunJson(String place, String remedy, JsonNode root) {
    this.place = place;
    this.remedy = remedy;
    this.root = root;
  }

  /** An object that begins with the version. */
  static ObjectNode object() {
    return JSON.createObjectNode().put(VERSION, SCHEMA);
  }

  static String text(ObjectNode object) {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(object) + "\n";
  }

  /**
   * Reads an object.
   *
   * @param place what messages call it
   * @param remedy what helps where it is damaged
   */
  static RunJson parse(String place, String json, String remedy) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JacksonException broken) {
      throw new RunException(
          place,
          "an intact JSON object",
          json.isBlank() ? "an empty file" : String.valueOf(broken.getOriginalMessage()),
          remedy);
    }
    if (!root.isObject()) {
      throw new RunException(place, "a JSON object", "something else", remedy);
    }
    RunJson object = new RunJson(place, remedy, root);
    long version = root.has(VERSION) ? object.whole(VERSION) : SCHEMA;
    if (version != SCHEMA) {
      throw new RunException(
          place,
          "version " + SCHEMA + " of the format",
          "version " + version,
          "read it with the version of the program that wrote it");
    }
    return object;
  }

  JsonNode root() {
    return root;
  }

  String text(String name) {
    JsonNode field = root.path(name);
    if (!field.isString()) {
      throw wrong(name, "a text", field);
    }
    return field.asString();
  }

  long whole(String name) {
    JsonNode field = root.path(name);
    if (!field.isIntegralNumber() || !field.canConvertToLong()) {
      throw wrong(name, "a whole number", field);
    }
    return field.asLong();
  }

  double number(String name) {
    JsonNode field = root.path(name);
    if (!field.isNumber()) {
      throw wrong(name, "a number", field);
    }
    return field.asDouble();
  }

  /** What a field has instead of what it should. */
  RunException wrong(String name, String expected, JsonNode field) {
    String got = field.isMissingNode() ? "none" : field.toString();
    return new RunException(
        place + ", " + name,
        expected,
        got.length() > 60 ? got.substring(0, 60) + "..." : got,
        remedy);
  }
}
