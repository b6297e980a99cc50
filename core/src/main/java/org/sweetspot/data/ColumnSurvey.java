package org.sweetspot.data;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.sweetspot.format.table.CellNumber;
import org.sweetspot.format.table.TableColumn;
import org.sweetspot.format.table.TableRows;

/** What the cells of one column of a table are, found by looking at each once. */
final class ColumnSurvey {
  /** The most different whole numbers of a column that is taken for classes. */
  static final int MOST_NUMBERS = 32;

  private static final double LARGEST_CLASS = 99;

  /** Numbers with a decimal comma, or with commas between thousands. */
  private static final Pattern COMMAS = Pattern.compile("[+-]?\\d+(,\\d+)+(\\.\\d+)?");

  private final TableColumn column;
  private final int most;
  private final TreeSet<String> texts = new TreeSet<>();
  private final Set<Double> numbers = new HashSet<>();
  private long numeric;
  private long other;
  private long missing;
  private long words;
  private long longest;
  private long truths;
  private long commas;
  private boolean whole = true;
  private double smallest = Double.POSITIVE_INFINITY;
  private double largest = Double.NEGATIVE_INFINITY;
  private String firstMissing = "";
  private String firstWord = "";
  private String firstOther = "";

  /**
   * A survey of no cells yet.
   *
   * @param most different texts that are remembered; one more shows that there are too many
   */
  ColumnSurvey(TableColumn column, int most) {
    this.column = column;
    this.most = most;
  }

  /** Looks at the cell of the current row. */
  void look(TableRows rows, int index) throws IOException {
    if (rows.missing(index)) {
      missing++;
      firstMissing = missing == 1 ? rows.place() : firstMissing;
    } else if (column.kind() == TableColumn.Kind.TEXT) {
      text(rows.text(index), rows);
    } else if (column.kind() == TableColumn.Kind.UNTYPED) {
      String cell = rows.text(index);
      OptionalDouble value = CellNumber.of(cell);
      if (value.isPresent()) {
        number(value.getAsDouble());
        remember(cell);
      } else if (CellNumber.isMissing(cell)) {
        words++;
        firstWord = words == 1 ? rows.place() + " (" + cell + ")" : firstWord;
        remember(cell);
      } else {
        text(cell, rows);
      }
    } else {
      double value = rows.number(index);
      if (Double.isNaN(value)) {
        missing++;
        firstMissing = missing == 1 ? rows.place() + " (nan)" : firstMissing;
      } else {
        number(value);
      }
    }
  }

  private void number(double value) {
    numeric++;
    whole &= value == Math.rint(value);
    smallest = Math.min(smallest, value);
    largest = Math.max(largest, value);
    if (numbers.size() <= MOST_NUMBERS) {
      numbers.add(value);
    }
  }

  private void text(String cell, TableRows rows) {
    other++;
    truths += CellNumber.truth(cell).isPresent() ? 1 : 0;
    commas += COMMAS.matcher(cell).matches() ? 1 : 0;
    firstOther = other == 1 ? "'" + shortened(cell) + "' in " + rows.place() : firstOther;
    longest = Math.max(longest, ByteTokens.bytes(cell).length);
    remember(cell);
  }

  private void remember(String cell) {
    if (texts.size() <= most) {
      texts.add(cell);
    }
  }

  private static String shortened(String cell) {
    return cell.length() > 40 ? cell.substring(0, 40) + "..." : cell;
  }

  String name() {
    return column.name();
  }

  TableColumn column() {
    return column;
  }

  /** Whether every cell that isn't missing is a number. */
  boolean isNumeric() {
    return other == 0 && column.kind() != TableColumn.Kind.TEXT && numeric > 0;
  }

  /** Whether cells are text, or numbers and text mixed. */
  boolean isText() {
    return !isNumeric() && (other > 0 || words > 0);
  }

  /** Whether some cells are numbers and some are not. */
  boolean isMixed() {
    return other > 0 && numeric > 0;
  }

  /** Whether every cell that isn't missing says true or false. */
  boolean isTruth() {
    return other > 0 && truths == other && numeric == 0 && words == 0;
  }

  /** Whether every text is a number written with commas. */
  boolean hasCommas() {
    return commas > 0 && commas == other;
  }

  /** The place of the first cell without a value; empty if all have one. */
  String firstMissing() {
    return missing > 0 || isText() ? firstMissing : firstWord;
  }

  /** Cells without a value. */
  long missing() {
    return isText() ? missing : missing + words;
  }

  /** The first text of the column, with its place. */
  String firstText() {
    return firstOther;
  }

  /** The different texts, sorted; one more than the bound if there are too many. */
  List<String> texts() {
    return List.copyOf(texts);
  }

  /** Bytes of the longest text. */
  long longest() {
    return longest;
  }

  /** Whether numbers are whole, none below 0. */
  boolean isCounting() {
    return isNumeric() && whole && smallest >= 0 && largest <= Labels.LARGEST;
  }

  /** Whether the rule takes the numbers for classes. */
  boolean looksLikeClasses() {
    return isCounting() && largest <= LARGEST_CLASS && numbers.size() <= MOST_NUMBERS;
  }

  /** The range of the numbers, for messages. */
  String range() {
    return smallest + " to " + largest + (whole ? ", whole" : "");
  }
}
