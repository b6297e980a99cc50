package org.sweetspot.recipe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sweetspot.problem.RefusedException;

/**
 * The wanted change of a recipe: which of its values are to be others.
 *
 * @param values what is to be different, in the order in which it was asked: a key with its way
 *     from the top, such as {@code training.batch}, or a short name of {@link ChangeNames}; and the
 *     new value as YAML, or a multiple or a share of the old one such as {@code x16} or {@code 50%}
 */
public record ChangeRecipe(Map<String, String> values) {
  /** Changes nothing. */
  public static final ChangeRecipe NONE = new ChangeRecipe(Map.of());

  /** Copies the map, in its order. */
  public ChangeRecipe {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Another batch size and nothing else. */
  public static ChangeRecipe batch(int size) {
    return new ChangeRecipe(Map.of("batch", Integer.toString(size)));
  }

  /**
   * Changes as options, each {@code key=value} or several with commas between them.
   *
   * @throws RefusedException if one is not of that form, or names a key twice
   */
  public static ChangeRecipe parse(List<String> options) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String option : options) {
      // A comma begins another change only where a key and = follow it.
      for (String one : option.split(",(?=\\s*[A-Za-z][A-Za-z0-9.-]*\\s*=)", -1)) {
        int equals = one.indexOf('=');
        String key = equals < 1 ? "" : one.substring(0, equals).strip();
        String value = one.substring(equals + 1).strip();
        if (key.isEmpty() || value.isEmpty()) {
          throw new RefusedException(
              "--change", "KEY=VALUE", one, "write for instance --change batch=2048");
        }
        if (values.putIfAbsent(key, value) != null) {
          throw new RefusedException(
              "--change", "each key once", key + " twice", "leave one of the two out");
        }
      }
    }
    return new ChangeRecipe(values);
  }

  /** Whether nothing is to be different. */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** The values as options, {@code key=value}. */
  public List<String> options() {
    List<String> options = new ArrayList<>();
    values.forEach((key, value) -> options.add(key + "=" + value));
    return List.copyOf(options);
  }
}
