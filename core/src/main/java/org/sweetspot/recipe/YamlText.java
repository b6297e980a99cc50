package org.sweetspot.recipe;

import java.util.Optional;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Turns YAML text into nodes that know their line, refusing what no recipe needs. */
final class YamlText {
  private static final int DEEPEST = 32;

  private YamlText() {}

  /** The settings under which all recipes are read. */
  static LoadSettings settings(String label) {
    return LoadSettings.builder()
        .setLabel(label)
        .setSchema(new CoreSchema())
        // The binder reports both, with their lines.
        .setAllowDuplicateKeys(true)
        .setAllowNonScalarKeys(true)
        .build();
  }

  /** A value on one line. */
  static String flow(Node node) {
    if (node instanceof SequenceNode list) {
      return list.getValue().stream()
          .map(YamlText::flow)
          .collect(Collectors.joining(", ", "[", "]"));
    } else if (node instanceof MappingNode mapping) {
      return mapping.getValue().stream()
          .map(entry -> flow(entry.getKeyNode()) + ": " + flow(entry.getValueNode()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    ScalarNode scalar = (ScalarNode) node;
    return scalar.getScalarStyle() == ScalarStyle.PLAIN
        ? scalar.getValue()
        : RecipeWriter.quoted(scalar.getValue());
  }

  /** The one document of a text; empty if something is wrong or there is none. */
  static Optional<Node> node(String label, String text, Problems problems) {
    LoadSettings settings = settings(label);
    try {
      return acceptable(settings, text, problems)
          ? new Compose(settings).composeString(text)
          : Optional.empty();
    } catch (MarkedYamlEngineException broken) {
      String got = String.valueOf(broken.getProblem());
      String remedy = "check indentation, colons, quotes and brackets on this line and above it";
      broken
          .getProblemMark()
          .or(broken::getContextMark)
          .ifPresentOrElse(
              mark -> problems.addAt(mark, "YAML syntax", "valid YAML", got, remedy),
              () -> problems.addToFile("YAML syntax", "valid YAML", got, remedy));
    } catch (ReaderException broken) {
      int position = Math.min(broken.getPosition(), text.codePointCount(0, text.length()));
      String before = text.substring(0, text.offsetByCodePoints(0, position));
      int line = 1 + (int) before.chars().filter(letter -> letter == '\n').count();
      int column = before.length() - before.lastIndexOf('\n');
      problems.addAt(
          line,
          column,
          "YAML syntax",
          "printable characters",
          String.format("U+%04X", broken.getCodePoint()),
          "delete the character, or write the file anew as plain UTF-8 text");
    } catch (YamlEngineException broken) {
      problems.addToFile(
          "YAML syntax",
          "valid YAML",
          String.valueOf(broken.getMessage()),
          "compare the file with docs/recipes.md");
    }
    return Optional.empty();
  }

  /**
   * Looks at the flat events before nodes are built: neither depth nor aliases can then exhaust
   * stack or memory.
   */
  private static boolean acceptable(LoadSettings settings, String text, Problems problems) {
    int depth = 0;
    int documents = 0;
    boolean acceptable = true;
    for (Event event : new Parse(settings).parseString(text)) {
      if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
        add(
            problems,
            event,
            "nesting",
            "at most " + DEEPEST + " levels",
            "more",
            "no key of a recipe lies that deep: close the brackets above");
        return false;
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      } else if (event instanceof DocumentStartEvent && ++documents > 1) {
        add(
            problems,
            event,
            "documents",
            "one recipe in a file",
            "a second document",
            "move what follows --- to a file of its own");
        return false;
      }
      if (event instanceof AliasEvent
          || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
        boolean alias = event instanceof AliasEvent;
        add(
            problems,
            event,
            alias ? "alias" : "anchor",
            "values written out",
            alias ? "an alias (*name)" : "an anchor (&name)",
            "write the value itself; text that begins with & or * needs quotes");
        acceptable = false;
      }
    }
    return acceptable;
  }

  private static void add(
      Problems problems, Event event, String what, String expected, String got, String remedy) {
    event
        .getStartMark()
        .ifPresentOrElse(
            mark -> problems.addAt(mark, what, expected, got, remedy),
            () -> problems.addToFile(what, expected, got, remedy));
  }
}
