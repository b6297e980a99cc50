package org.sweetspot.recipe;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.sweetspot.format.AtomicFile;

/**
 * Writes recipes as YAML, every default included but those of keys that say otherwise ({@link
 * Default#written}); {@link RecipeReader} reads an equal recipe.
 */
public final class RecipeWriter {
  private static final LoadSettings SETTINGS = YamlText.settings("value");

  private RecipeWriter() {}

  /** The whole recipe as YAML. */
  public static String write(Recipe recipe) {
    StringBuilder text = new StringBuilder();
    keys(recipe, "", text);
    return text.toString();
  }

  /** Writes the whole recipe into a file. */
  public static void write(Recipe recipe, Path file) throws IOException {
    AtomicFile.write(file, write(recipe));
  }

  private static void keys(Object record, String indent, StringBuilder text) {
    Class<?> type = record.getClass();
    if (choice(type)) {
      text.append(indent).append("kind: ").append(RecipeKey.kind(type)).append('\n');
    }
    for (RecipeKey key : RecipeKey.of(type)) {
      Object value = value(record, key);
      if (!key.isWritten(value)) {
        continue;
      }
      text.append(indent).append(key.name()).append(':');
      if (value instanceof ChangeRecipe change) {
        change(change, indent + "  ", text);
      } else if (value instanceof Record inner && !(value instanceof Span)) {
        boolean alone = RecipeKey.of(value.getClass()).isEmpty();
        text.append(alone ? " " + RecipeKey.kind(value.getClass()) + "\n" : "\n");
        if (!alone) {
          keys(inner, indent + "  ", text);
        }
      } else if (value instanceof List<?> list
          && !list.isEmpty()
          && list.get(0) instanceof Record) {
        text.append('\n');
        for (Object item : list) {
          StringBuilder inner = new StringBuilder();
          keys(item, indent + "    ", inner);
          inner.setCharAt(indent.length() + 2, '-');
          text.append(inner);
        }
      } else {
        text.append(' ').append(scalar(value)).append('\n');
      }
    }
  }

  private static void change(ChangeRecipe change, String indent, StringBuilder text) {
    text.append(change.isEmpty() ? " {}\n" : "\n");
    change
        .values()
        .forEach(
            (key, value) ->
                text.append(indent).append(string(key)).append(": ").append(value).append('\n'));
  }

  private static boolean choice(Class<?> record) {
    return List.of(record.getInterfaces()).stream().anyMatch(Class::isSealed);
  }

  private static Object value(Object record, RecipeKey key) {
    try {
      return key.component().getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException broken) {
      throw new IllegalStateException("component " + key.name(), broken);
    }
  }

  private static String scalar(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(RecipeWriter::scalar).collect(Collectors.joining(", ", "[", "]"));
    } else if (value instanceof Enum<?> constant) {
      return RecipeKey.constant(constant);
    } else if (value instanceof Double number) {
      return number(number);
    } else if (value instanceof String string) {
      return string(string);
    }
    return value.toString();
  }

  private static String number(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return whole && Double.compare(value, -0.0) != 0
        ? Long.toString((long) value)
        : Double.toString(value).replace(".0E", "e").replace('E', 'e');
  }

  private static String string(String value) {
    boolean plain =
        value.matches("[A-Za-z/][A-Za-z0-9_./-]*")
            && SETTINGS.getSchema().getScalarResolver().resolve(value, true).equals(Tag.STR);
    if (plain) {
      return value;
    }
    return quoted(value);
  }

  /** Text in double quotes. */
  static String quoted(String value) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"");
    return '"'
        + escaped.codePoints().mapToObj(RecipeWriter::letter).collect(Collectors.joining())
        + '"';
  }

  private static String letter(int point) {
    return Character.isISOControl(point) || point == 0xfeff
        ? String.format("\\u%04x", point)
        : Character.toString(point);
  }
}
