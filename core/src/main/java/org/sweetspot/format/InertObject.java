package org.sweetspot.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An object of a class that nobody here knows: what a pickle puts into it, and nothing of its code.
 * It is made of data alone and never does anything.
 */
final class InertObject {
  private final String type;
  private final List<Object> arguments;
  private final Map<Object, Object> items = new LinkedHashMap<>();
  private final List<Object> elements = new ArrayList<>();
  private @Nullable Object state;

  InertObject(String type, List<Object> arguments) {
    this.type = type;
    this.arguments = arguments;
  }

  /** Module and name of its class. */
  String type() {
    return type;
  }

  /** What its class would have been called with. */
  List<Object> arguments() {
    return arguments;
  }

  /** What it holds by key, if its class is a kind of map. */
  Map<Object, Object> items() {
    return items;
  }

  /** What it holds in a row, if its class is a kind of list. */
  List<Object> elements() {
    return elements;
  }

  void fill(Object filled) {
    state = filled;
  }

  /** The state that it was given as it is, if any. */
  Object state() {
    return Objects.requireNonNullElse(state, Pickle.Nothing.NONE);
  }

  /** Its attributes by name: a map, or a pair of maps where the class has slots. */
  Map<Object, Object> attributes() {
    Map<Object, Object> attributes = new LinkedHashMap<>();
    if (state instanceof Map<?, ?> map) {
      attributes.putAll(map);
    } else if (state instanceof List<?> pair && pair.size() == 2) {
      for (Object part : pair) {
        if (part instanceof Map<?, ?> map) {
          attributes.putAll(map);
        }
      }
    }
    return attributes;
  }
}
