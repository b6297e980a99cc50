package org.sweetspot.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.sweetspot.format.table.CellNumber;
import org.sweetspot.format.table.TableColumn;
import org.sweetspot.format.table.TableRows;
import org.sweetspot.recipe.TableRecipe;

/**
 * A table: numbers are features as they are, texts become 0 or 1 for each of their categories. Read
 * twice, once to see what the columns are; in memory is a row at a time.
 */
final class TableSource implements Part {
  private final Path file;
  private final int count;
  private final TableLayout layout;
  private final TableRows rows;
  private final boolean text;

  private TableSource(Path file, int count, TableLayout layout, boolean text) throws IOException {
    this.file = file;
    this.count = count;
    this.layout = layout;
    this.text = text;
    this.rows = TableRows.open(file);
  }

  static Source open(Path folder, TableRecipe recipe) throws IOException {
    List<Path> files = new ArrayList<>(List.of(folder.resolve(recipe.file())));
    if (!recipe.test().equals(TableRecipe.NONE)) {
      files.add(folder.resolve(recipe.test()));
    }
    TableSurvey survey = TableSurvey.of(files, recipe);
    TableLayout layout = TableLayout.of(survey, recipe);
    boolean text = !recipe.text().equals(TableRecipe.NONE);
    TableSource training = new TableSource(files.get(0), survey.counts().get(0), layout, text);
    try {
      Optional<Part> test =
          files.size() == 1
              ? Optional.empty()
              : Optional.of(new TableSource(files.get(1), survey.counts().get(1), layout, text));
      return new Source(
          String.valueOf(files.get(0).getFileName()),
          layout.inputs(),
          layout.form(),
          training,
          test,
          layout.notes());
    } catch (IOException broken) {
      training.close();
      throw broken;
    }
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public String place(int example) {
    return file + ", row " + example + " (from 0)";
  }

  @Override
  public void next(double[][] inputs, double[] target) throws IOException {
    if (!rows.next()) {
      throw new DataException(
          file.toString(), count + " rows", "fewer", "do not change the file while it is read");
    }
    int at = 0;
    for (TableLayout.Feature feature : layout.features()) {
      if (text) {
        ByteTokens.put(ByteTokens.bytes(rows.text(feature.column())), inputs);
      } else if (feature.categories().isEmpty()) {
        inputs[0][at++] = number(feature.column());
      } else {
        int found = category(feature.categories(), feature.column());
        for (int i = 0; i < feature.size(); i++) {
          inputs[0][at++] = i == found ? 1 : 0;
        }
      }
    }
    for (int i = 0; i < target.length; i++) {
      int column = layout.targets().get(i);
      target[i] =
          layout.form() instanceof SourceTarget.Classes classes
                  && !classes.names().isEmpty()
                  && !isNumber(column)
              ? category(classes.names(), column)
              : number(column);
    }
  }

  private boolean isNumber(int column) {
    TableColumn.Kind kind = rows.columns().get(column).kind();
    return kind == TableColumn.Kind.NUMBER || kind == TableColumn.Kind.TRUTH;
  }

  private double number(int column) throws IOException {
    if (rows.missing(column)) {
      throw changed(column);
    }
    if (isNumber(column)) {
      return rows.number(column);
    }
    String cell = rows.text(column);
    OptionalDouble value = CellNumber.of(cell);
    return (value.isPresent() ? value : CellNumber.truth(cell)).orElseThrow(() -> changed(column));
  }

  private int category(List<String> categories, int column) throws IOException {
    int found = rows.missing(column) ? -1 : Collections.binarySearch(categories, rows.text(column));
    if (found < 0) {
      throw changed(column);
    }
    return found;
  }

  private DataException changed(int column) {
    return new DataException(
        file + ", " + rows.place() + ", column " + rows.columns().get(column).name(),
        "the same cell as when the table was looked at",
        "another",
        "do not change the file while it is read");
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
