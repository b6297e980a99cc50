package org.sweetspot.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sweetspot.format.table.TableColumn;
import org.sweetspot.format.table.TableRows;
import org.sweetspot.recipe.TableRecipe;

/**
 * What the columns of a table are, all rows of the training file and of the test file looked at.
 *
 * @param place what messages call the table
 * @param kind of the source
 * @param columns in the order of the file
 * @param targets the positions of the target columns
 * @param said whether the recipe names them
 * @param counts rows of each file
 */
record TableSurvey(
    String place,
    String kind,
    List<ColumnSurvey> columns,
    List<Integer> targets,
    boolean said,
    List<Integer> counts) {
  /** The most categories of one column of text. */
  static final int MOST_CATEGORIES = 64;

  /** The most classes that texts can stand for. */
  static final int MOST_CLASSES = 1000;

  private static final List<String> TARGETS = List.of("target", "label", "y", "class");

  /**
   * Reads the files once.
   *
   * @throws DataException if they have no rows, other columns, or not the target that is asked for
   */
  static TableSurvey of(List<Path> files, TableRecipe recipe) throws IOException {
    List<ColumnSurvey> columns = new ArrayList<>();
    List<Integer> targets = List.of();
    List<Integer> counts = new ArrayList<>();
    for (Path file : files) {
      try (TableRows rows = TableRows.open(file)) {
        if (columns.isEmpty()) {
          targets = targets(file, rows.columns(), recipe);
          for (int i = 0; i < rows.columns().size(); i++) {
            int most = targets.contains(i) ? MOST_CLASSES : MOST_CATEGORIES;
            columns.add(new ColumnSurvey(rows.columns().get(i), most));
          }
        } else {
          requireLike(file, files.get(0), rows.columns(), columns);
        }
        int count = 0;
        while (rows.next()) {
          count++;
          for (int i = 0; i < columns.size(); i++) {
            boolean used = targets.contains(i) || !recipe.ignore().contains(columns.get(i).name());
            if (used && rows.columns().get(i).kind() != TableColumn.Kind.UNREADABLE) {
              columns.get(i).look(rows, i);
            }
          }
        }
        if (count == 0) {
          throw new DataException(
              file.toString(), "a row for each example", "no rows", "write the table anew");
        }
        counts.add(count);
      }
    }
    boolean said = !recipe.target().equals(TableRecipe.AUTO);
    return new TableSurvey(files.get(0).toString(), recipe.kind(), columns, targets, said, counts);
  }

  private static List<Integer> targets(Path file, List<TableColumn> columns, TableRecipe recipe) {
    List<String> names = columns.stream().map(TableColumn::name).toList();
    for (String one : recipe.ignore()) {
      require(file, "data.source.ignore", one, names);
    }
    String wanted = recipe.target();
    if (!wanted.equals(TableRecipe.AUTO) || names.contains(wanted)) {
      List<String> asked =
          names.contains(wanted) ? List.of(wanted) : List.of(wanted.split("\\s*,\\s*", -1));
      List<Integer> found = new ArrayList<>();
      for (String one : asked) {
        require(file, "data.source.target", one, names);
        found.add(names.indexOf(one));
      }
      return found;
    }
    List<String> lower = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    for (String usual : TARGETS) {
      if (lower.contains(usual) && !recipe.ignore().contains(names.get(lower.indexOf(usual)))) {
        return List.of(lower.indexOf(usual));
      }
    }
    for (int i = names.size() - 1; i >= 0; i--) {
      if (!recipe.ignore().contains(names.get(i)) && !recipe.text().equals(names.get(i))) {
        return List.of(i);
      }
    }
    throw new DataException(
        file.toString(), "a target column", "none", "name it by data.source.target");
  }

  private static void require(Path file, String key, String name, List<String> names) {
    if (!names.contains(name)) {
      String shown = String.join(", ", names.size() > 30 ? names.subList(0, 30) : names);
      throw new DataException(
          file + ", " + key,
          "one of the columns " + shown,
          name,
          "write the name as it stands in the table");
    }
  }

  private static void requireLike(
      Path file, Path first, List<TableColumn> columns, List<ColumnSurvey> known) {
    List<String> names = columns.stream().map(TableColumn::name).toList();
    List<String> expected = known.stream().map(ColumnSurvey::name).toList();
    if (!names.equals(expected)) {
      throw new DataException(
          file + ", columns",
          "those of " + first.getFileName() + ": " + String.join(", ", expected),
          String.join(", ", names),
          "write both files with the same columns in the same order");
    }
  }

  /** How a key of the source is said: in a recipe, and on the command line. */
  String key(String entry) {
    return "data.source."
        + entry
        + " (--data '{kind: "
        + kind
        + ", file: "
        + place
        + ", "
        + entry
        + "}')";
  }

  /** Rows of all files. */
  long rows() {
    return counts.stream().mapToLong(Integer::longValue).sum();
  }

  /** The target's columns. */
  List<ColumnSurvey> targetColumns() {
    return targets.stream().map(columns::get).toList();
  }
}
