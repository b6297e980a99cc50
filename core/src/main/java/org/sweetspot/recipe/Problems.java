package org.sweetspot.recipe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects what is wrong while a recipe is read, so that all of it is reported at once. */
final class Problems {
  private final String file;
  private final Map<String, List<String>> lines = new HashMap<>();
  private final List<RecipeProblem> found = new ArrayList<>();

  /**
   * Starts with none.
   *
   * @param file what messages call the recipe
   * @param text of the file, to show the lines
   */
  Problems(String file, String text) {
    this.file = file;
    lines.put(file, text.lines().toList());
  }

  /** What messages call the recipe. */
  String file() {
    return file;
  }

  /** Adds a problem where a node begins. */
  void add(Node node, String what, String expected, String got, String remedy) {
    Mark mark = node.getStartMark().orElse(null);
    if (mark == null) {
      addToFile(what, expected, got, remedy);
    } else {
      addAt(mark, what, expected, got, remedy);
    }
  }

  /** Adds a problem at a mark; the marks of an option carry the option as their name. */
  void addAt(Mark mark, String what, String expected, String got, String remedy) {
    List<String> text = lines.get(mark.getName());
    if (text == null) {
      found.add(RecipeProblem.of(mark.getName(), what, expected, got, remedy));
    } else {
      addAt(mark.getLine() + 1, mark.getColumn() + 1, what, expected, got, remedy);
    }
  }

  /** Adds a problem at a line and column of the file, both from 1. */
  void addAt(int line, int column, String what, String expected, String got, String remedy) {
    List<String> text = lines.getOrDefault(file, List.of());
    String excerpt = line <= text.size() ? text.get(line - 1) : "";
    found.add(
        new RecipeProblem(file, line, column, what, expected, got, remedy, printable(excerpt)));
  }

  /** Adds a problem of the whole file. */
  void addToFile(String what, String expected, String got, String remedy) {
    found.add(RecipeProblem.of(file, what, expected, got, remedy));
  }

  /** Adds a problem as it is. */
  void add(RecipeProblem problem) {
    found.add(problem);
  }

  /** Whether any were added. */
  boolean any() {
    return !found.isEmpty();
  }

  /** All of them as one exception. */
  RecipeException exception() {
    return new RecipeException(found);
  }

  private static String printable(String line) {
    return line.codePoints()
        .map(letter -> letter == '\t' ? ' ' : Character.isISOControl(letter) ? '?' : letter)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
