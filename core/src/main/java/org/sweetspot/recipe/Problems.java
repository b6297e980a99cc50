package org.sweetspot.recipe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects what is wrong while a recipe is read, so that all of it is reported at once. */
final class Problems {
  /** More would not be read. */
  private static final int MOST = 20;

  private final String file;
  private final Map<String, List<String>> lines = new HashMap<>();
  private final List<RecipeProblem> found = new ArrayList<>();
  private int more;

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

  /** Whether so many were found that no more are shown, and none need be looked into. */
  boolean isFull() {
    return found.size() >= MOST;
  }

  /** Counts a problem that is not shown. */
  void count() {
    more++;
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
      add(RecipeProblem.of(mark.getName(), what, expected, got, remedy));
    } else {
      addAt(mark.getLine() + 1, mark.getColumn() + 1, what, expected, got, remedy);
    }
  }

  /** Adds a problem at a line and column of the file, both from 1. */
  void addAt(int line, int column, String what, String expected, String got, String remedy) {
    List<String> text = lines.getOrDefault(file, List.of());
    String excerpt = line <= text.size() ? text.get(line - 1) : "";
    add(new RecipeProblem(file, line, column, what, expected, got, remedy, printable(excerpt)));
  }

  /** Adds a problem of the whole file. */
  void addToFile(String what, String expected, String got, String remedy) {
    add(RecipeProblem.of(file, what, expected, got, remedy));
  }

  /** Adds a problem as it is; beyond the most that are shown it is only counted. */
  void add(RecipeProblem problem) {
    if (isFull()) {
      more++;
    } else {
      found.add(problem);
    }
  }

  /** Whether any were added. */
  boolean any() {
    return !found.isEmpty();
  }

  /** All of them as one exception. */
  RecipeException exception() {
    List<RecipeProblem> all = new ArrayList<>(found);
    if (more > 0) {
      all.add(
          RecipeProblem.of(
              file,
              "recipe",
              "no problems",
              more + " more besides the " + found.size() + " above",
              "repair those first"));
    }
    return new RecipeException(all);
  }

  private static String printable(String line) {
    return line.codePoints()
        .map(letter -> letter == '\t' ? ' ' : Character.isISOControl(letter) ? '?' : letter)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
