package org.sweetspot.diagnosis.record;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * An object of a record, read by paths such as {@code gradient.norm}. What is not there, or not of
 * the kind that is asked for, is NaN, empty or absent: a record may come from an older recorder.
 */
public final class Entry {
  private static final int SKETCH = 251;

  private final JsonNode node;

  Entry(JsonNode node) {
    this.node = node;
  }

  /** A number, also one that is not finite; NaN where there is none. */
  public double number(String path) {
    return number(at(path));
  }

  /** Whether the path holds anything. */
  public boolean has(String path) {
    return !at(path).isMissingNode();
  }

  /** Numbers of a list; empty where there is none. */
  public double[] numbers(String path) {
    JsonNode list = at(path);
    double[] numbers = new double[list.isArray() ? list.size() : 0];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(list.get(i));
    }
    return numbers;
  }

  /** Objects of a list; empty where there is none. */
  public List<Entry> entries(String path) {
    List<Entry> entries = new ArrayList<>();
    JsonNode list = at(path);
    if (list.isArray()) {
      list.forEach(one -> entries.add(new Entry(one)));
    }
    return entries;
  }

  /** Names of what an object holds, in order; empty where there is none. */
  public List<String> names(String path) {
    return List.copyOf(at(path).propertyNames());
  }

  /** A text; empty where there is none. */
  public String text(String path) {
    JsonNode text = at(path);
    return text.isString() ? text.asString() : "";
  }

  /** Texts of a list; empty where there is none. */
  public List<String> texts(String path) {
    List<String> texts = new ArrayList<>();
    JsonNode list = at(path);
    if (list.isArray()) {
      list.forEach(one -> texts.add(one.isString() ? one.asString() : ""));
    }
    return texts;
  }

  /** A truth value; absent where there is none. */
  public Optional<Boolean> flag(String path) {
    JsonNode flag = at(path);
    return flag.isBoolean() ? Optional.of(flag.asBoolean()) : Optional.empty();
  }

  /** A random projection: 251 numbers, or none. */
  public double[] sketch(String path) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text(path));
    } catch (IllegalArgumentException damaged) {
      return new double[0];
    }
    if (bytes.length != SKETCH * Float.BYTES) {
      return new double[0];
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    double[] sketch = new double[SKETCH];
    for (int i = 0; i < SKETCH; i++) {
      sketch[i] = buffer.getFloat();
    }
    return sketch;
  }

  private JsonNode at(String path) {
    JsonNode found = node;
    for (String part : path.split("\\.", -1)) {
      found = found.path(part);
    }
    return found;
  }

  private static double number(JsonNode value) {
    if (value.isNumber()) {
      return value.asDouble();
    }
    return switch (value.isString() ? value.asString() : "") {
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> Double.NaN;
    };
  }
}
