package org.sweetspot.format.table;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.sweetspot.format.FormatException;

/**
 * The rows of a table, one after another. {@link #next} moves to a row; the cells of that row can
 * then be asked for until it is called again.
 */
public interface TableRows extends Closeable {
  /**
   * Opens a CSV file ({@code .csv}, {@code .tsv}, {@code .txt}, also with {@code .gz}) or a Parquet
   * file ({@code .parquet}, {@code .pq}).
   *
   * @throws FormatException if it is missing, damaged, or no table
   */
  static TableRows open(Path file) throws IOException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".parquet") || name.endsWith(".pq")
        ? ParquetTable.open(file)
        : CsvTable.open(file);
  }

  /** The columns, in the order of the file. */
  List<TableColumn> columns();

  /**
   * Moves to the next row.
   *
   * @return false after the last
   * @throws FormatException if the file is damaged there
   */
  boolean next() throws IOException;

  /** What messages call the row, such as "line 7". */
  String place();

  /** Whether the cell of a column is empty or null. */
  boolean missing(int column);

  /** The number in a cell of kind NUMBER or TRUTH that isn't missing. */
  double number(int column) throws IOException;

  /** The text in a cell of kind TEXT or UNTYPED that isn't missing, without spaces around it. */
  String text(int column) throws IOException;
}
