package org.sweetspot.format.table;

import java.util.OptionalDouble;

/** Numbers as people write them into tables. */
public final class CellNumber {
  private static final int LONGEST = 400;

  private CellNumber() {}

  /**
   * The number that a cell's text stands for: digits, sign, decimal point, exponent; also inf.
   *
   * @return empty for any other text, "nan" included
   */
  public static OptionalDouble of(String cell) {
    if (cell.isEmpty() || cell.length() > LONGEST) {
      return OptionalDouble.empty();
    }
    char begin = cell.charAt(0);
    char last = cell.charAt(cell.length() - 1);
    boolean digits =
        (Character.isDigit(last) || last == '.')
            && (Character.isDigit(begin) || begin == '-' || begin == '+' || begin == '.')
            && cell.indexOf('x') < 0
            && cell.indexOf('X') < 0;
    if (digits) {
      try {
        return OptionalDouble.of(Double.parseDouble(cell));
      } catch (NumberFormatException text) {
        return OptionalDouble.empty();
      }
    }
    return switch (cell) {
      case "inf", "Inf", "+inf", "Infinity", "infinity" ->
          OptionalDouble.of(Double.POSITIVE_INFINITY);
      case "-inf", "-Inf", "-Infinity", "-infinity" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
      default -> OptionalDouble.empty();
    };
  }

  /** The truth value that a cell's text stands for, as 1 or 0. */
  public static OptionalDouble truth(String cell) {
    return switch (cell) {
      case "true", "True", "TRUE" -> OptionalDouble.of(1);
      case "false", "False", "FALSE" -> OptionalDouble.of(0);
      default -> OptionalDouble.empty();
    };
  }

  /** Whether a text is what programs write where a number is missing. */
  public static boolean isMissing(String cell) {
    return switch (cell) {
      case "",
          "NA",
          "N/A",
          "n/a",
          "#N/A",
          "<NA>",
          "nan",
          "NaN",
          "NAN",
          "null",
          "NULL",
          "None",
          "?" ->
          true;
      default -> false;
    };
  }
}
