package org.sweetspot.recipe;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads single values. Nothing is converted: 2.7 is no whole number, "2" in quotes no number. */
final class Scalars {
  static final String SPAN = "an amount with its unit: epochs, steps or seconds, such as 20 epochs";

  private static final LoadSettings SETTINGS = YamlText.settings("value");
  private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9][0-9]*)");
  private static final String DECIMAL =
      "[-+]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?";
  private static final Pattern NUMBER = Pattern.compile(DECIMAL);
  private static final Pattern AMOUNT = Pattern.compile("(" + DECIMAL + ") *([^ ]*)");
  private static final int SHOWN = 60;

  private final Problems problems;

  Scalars(Problems problems) {
    this.problems = problems;
  }

  /** A whole number of 32 or 64 bits. */
  Optional<Object> whole(Node node, String path, Class<?> type) {
    String expected = "a whole number";
    Optional<String> text = plain(node, WHOLE);
    if (text.isEmpty()) {
      return wrong(node, path, expected, wholeRemedy(node));
    }
    try {
      return type == int.class || type == Integer.class
          ? Optional.of(Integer.parseInt(text.get()))
          : Optional.of(Long.parseLong(text.get()));
    } catch (NumberFormatException large) {
      String most = type == long.class ? "9223372036854775807" : "2147483647";
      return wrong(node, path, expected + " of at most " + most, "write a smaller number");
    }
  }

  /** A finite number. */
  Optional<Object> number(Node node, String path) {
    Optional<String> text = plain(node, NUMBER);
    if (text.isEmpty()) {
      return wrong(
          node, path, "a number", "write a finite number without quotes, such as 0.1 or 1e-3");
    }
    double value = Double.parseDouble(text.get());
    return Double.isFinite(value)
        ? Optional.of(value)
        : wrong(node, path, "a number below 1.8e308", "write a smaller number");
  }

  /** true or false. */
  Optional<Object> truth(Node node, String path) {
    if (node instanceof ScalarNode scalar && scalar.isPlain() && untagged(scalar)) {
      if (scalar.getValue().equals("true")) {
        return Optional.of(true);
      } else if (scalar.getValue().equals("false")) {
        return Optional.of(false);
      }
    }
    return wrong(node, path, "true or false", "write true or false, without quotes");
  }

  /** Text on one line. */
  Optional<Object> text(Node node, String path) {
    if (!(node instanceof ScalarNode scalar) || !untagged(scalar)) {
      return wrong(node, path, "text", "write text, in double quotes if it has special characters");
    }
    String value = scalar.getValue();
    if (!scalar.getTag().equals(Tag.STR)) {
      return wrong(node, path, "text", "put it in quotes: \"" + shortened(value) + "\"");
    }
    return value.isBlank() || value.codePoints().anyMatch(Character::isISOControl)
        ? wrong(node, path, "text of one line", "write letters, without line breaks or controls")
        : Optional.of(value);
  }

  /** One of several words. */
  Optional<String> word(Node node, String path, List<String> valid) {
    String expected = "one of " + String.join(", ", valid);
    if (!(node instanceof ScalarNode scalar) || !untagged(scalar)) {
      wrong(node, path, expected, "write one of these words");
      return Optional.empty();
    }
    String value = scalar.getValue();
    if (valid.contains(value)) {
      return Optional.of(value);
    }
    wrong(
        node,
        path,
        expected,
        Spelling.nearest(value, valid)
            .map(near -> "did you mean " + near + "?")
            .orElse("write one of these words"));
    return Optional.empty();
  }

  /** A stretch of training. */
  Optional<Object> span(Node node, String path) {
    if (!(node instanceof ScalarNode scalar) || !untagged(scalar)) {
      return wrong(node, path, SPAN, "write it as 20 epochs, 500 steps or 90 seconds");
    }
    Matcher parts = AMOUNT.matcher(scalar.getValue());
    if (!parts.matches()) {
      return wrong(node, path, SPAN, "write it as 20 epochs, 500 steps or 90 seconds");
    }
    List<String> units = RecipeKey.constants(Span.Unit.class);
    String unit = parts.group(2).equals("epoch") ? "epochs" : parts.group(2);
    unit = unit.equals("step") || unit.equals("second") ? unit + "s" : unit;
    int index = units.indexOf(unit);
    if (index < 0) {
      String amount = parts.group(1);
      return wrong(
          node,
          path,
          SPAN,
          unit.isEmpty()
              ? "add the unit: "
                  + amount
                  + " epochs, "
                  + amount
                  + " steps or "
                  + amount
                  + " seconds"
              : Spelling.nearest(unit, units)
                  .map(near -> "did you mean " + amount + " " + near + "?")
                  .orElse("use one of the units epochs, steps, seconds"));
    }
    try {
      return Optional.of(
          new Span(
              Double.parseDouble(parts.group(1)),
              Span.Unit.valueOf(units.get(index).toUpperCase(Locale.ROOT))));
    } catch (InvalidValueException refused) {
      return wrong(node, path, refused.expected(), "write " + refused.expected());
    }
  }

  /** Reports a value that isn't what was expected. */
  Optional<Object> wrong(Node node, String path, String expected, String remedy) {
    problems.add(node, path, expected, shown(node), remedy);
    return Optional.empty();
  }

  /** What messages call a value. */
  static String shown(Node node) {
    if (node instanceof MappingNode mapping) {
      return mapping.getValue().isEmpty() ? "an empty mapping" : "a mapping";
    } else if (node instanceof SequenceNode list) {
      return list.getValue().isEmpty() ? "an empty list" : "a list";
    } else if (node instanceof ScalarNode scalar) {
      String value = shortened(scalar.getValue());
      if (!untagged(scalar)) {
        return "the tag " + shortened(scalar.getTag().getValue()) + " before " + value;
      }
      return scalar.isPlain()
          ? (value.isEmpty() ? "nothing" : value)
          : "the text \"" + value + "\"";
    }
    return "something else";
  }

  /** Whether no explicit tag such as !!float stands before the value. */
  static boolean untagged(ScalarNode scalar) {
    Tag usual =
        SETTINGS.getSchema().getScalarResolver().resolve(scalar.getValue(), scalar.isPlain());
    return scalar.getTag().equals(scalar.isPlain() ? usual : Tag.STR);
  }

  private static Optional<String> plain(Node node, Pattern pattern) {
    return node instanceof ScalarNode scalar
            && scalar.isPlain()
            && untagged(scalar)
            && pattern.matcher(scalar.getValue()).matches()
        ? Optional.of(scalar.getValue())
        : Optional.empty();
  }

  private static String wholeRemedy(Node node) {
    return node instanceof ScalarNode scalar && !scalar.isPlain()
        ? "write the number without quotes"
        : "write digits only, such as 64: no point, no exponent, no unit";
  }

  private static String shortened(String value) {
    String line = value.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
  }
}
