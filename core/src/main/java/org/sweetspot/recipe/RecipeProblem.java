package org.sweetspot.recipe;

import org.sweetspot.format.ForeignText;

/**
 * One thing wrong with a recipe.
 *
 * @param place the file, or the option that overrides a key
 * @param line from 1; 0 where there is none, as for an option or a missing file
 * @param column from 1; 0 where there is none
 * @param what the key from the top of the recipe, dots between, or what else is wrong
 * @param expected what would have been right
 * @param got what was found
 * @param remedy what to do
 * @param excerpt the line of the file; empty where there is none
 */
public record RecipeProblem(
    String place,
    int line,
    int column,
    String what,
    String expected,
    String got,
    String remedy,
    String excerpt) {

  /** The longest stretch of a line that a message shows. */
  private static final int WIDTH = 100;

  /** A problem of a whole file or option. */
  static RecipeProblem of(String place, String what, String expected, String got, String remedy) {
    return new RecipeProblem(place, 0, 0, what, expected, got, remedy, "");
  }

  /** The problem as people read it: place, what, expected, got; the line; the remedy. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(ForeignText.shown(place));
    if (line > 0) {
      text.append(':').append(line).append(':').append(column);
    }
    text.append(": ");
    text.append(ForeignText.shown(what + ": expected " + expected + ", got " + got));
    if (!excerpt.isEmpty()) {
      // A very long line is shown from shortly before the column.
      int from = column > WIDTH - 20 ? Math.min(column - 20, excerpt.length()) : 0;
      String shown = excerpt.substring(from, Math.min(excerpt.length(), from + WIDTH));
      String margin = "  " + line + " | ";
      text.append('\n').append(margin).append(shown).append('\n');
      text.append(" ".repeat(margin.length() + Math.max(0, column - 1 - from))).append('^');
    }
    return text.append("\n  fix: ").append(ForeignText.shown(remedy)).toString();
  }
}
