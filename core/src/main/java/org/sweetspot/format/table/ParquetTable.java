package org.sweetspot.format.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;
import org.sweetspot.format.FormatException;

/**
 * A Parquet file. Footer and page headers are read by the Parquet project's own structures, values
 * by its decoders; what lies between, where the pages are and how they are unpacked, is {@link
 * ParquetPages}, so that no part of Hadoop is needed and every length is checked. In memory is one
 * page of each column at a time.
 */
final class ParquetTable implements TableRows {
  private final Path file;
  private final FileChannel channel;
  private final FileMetaData meta;
  private final List<ParquetColumn> columns;
  private final MessageType schema;
  private final List<@Nullable ColumnReader> cells = new ArrayList<>();
  private int group;
  private long inGroup;
  private long row = -1;

  private ParquetTable(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.meta = ParquetFooter.read(file, channel);
    this.columns = ParquetColumn.of(meta.getSchema());
    List<Type> readable = new ArrayList<>();
    Map<String, ParquetColumn> known = new HashMap<>();
    for (ParquetColumn column : columns) {
      if (known.put(column.column().name(), column) != null) {
        throw new FormatException(
            file + ", columns",
            "each column's name once",
            column.column().name() + " again",
            "rename one of the two columns");
      }
      if (isReadable(column)) {
        readable.add(column.primitive());
      }
      cells.add(null);
    }
    this.schema = new MessageType("table", readable);
  }

  static ParquetTable open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new FormatException(
          file.toString(),
          "a Parquet file",
          Files.isDirectory(file) ? "a folder" : "no such file",
          "check the spelling and the folder");
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new ParquetTable(file, channel);
    } catch (IOException | RuntimeException broken) {
      channel.close();
      if (broken instanceof RuntimeException wrong) {
        throw damaged(file, "columns", wrong);
      }
      throw broken;
    }
  }

  private static boolean isReadable(ParquetColumn column) {
    return column.column().kind() != TableColumn.Kind.UNREADABLE;
  }

  @Override
  public List<TableColumn> columns() {
    return columns.stream().map(ParquetColumn::column).toList();
  }

  @Override
  public boolean next() throws IOException {
    try {
      if (row >= 0 && inGroup > 0) {
        for (ColumnReader cell : cells) {
          if (cell != null) {
            cell.consume();
          }
        }
        inGroup--;
      }
      row++;
      while (inGroup == 0) {
        if (group == meta.getRow_groupsSize()) {
          return false;
        }
        enter(meta.getRow_groups().get(group++));
      }
      return true;
    } catch (RuntimeException broken) {
      throw damaged(file, place(), broken);
    }
  }

  /** Opens the columns of the next group of rows at its first row. */
  private void enter(RowGroup rows) throws IOException {
    inGroup = rows.getNum_rows();
    if (inGroup == 0) {
      return;
    }
    Map<String, ColumnChunk> chunks = new HashMap<>();
    for (ColumnChunk chunk : rows.getColumns()) {
      if (chunk.isSetMeta_data() && !chunk.isSetFile_path()) {
        chunks.put(String.join(".", chunk.getMeta_data().getPath_in_schema()), chunk);
      }
    }
    Map<String, PageReader> pages = new HashMap<>();
    for (ColumnDescriptor descriptor : schema.getColumns()) {
      String name = descriptor.getPath()[0];
      ColumnChunk chunk = chunks.get(name);
      String place = file + ", column " + name;
      if (chunk == null) {
        throw new FormatException(
            place, "its values in this file", "none, or another file's", ParquetFooter.DAMAGED);
      }
      pages.put(name, new ParquetPages(place, channel, chunk.getMeta_data(), inGroup));
    }
    ColumnReadStoreImpl store =
        new ColumnReadStoreImpl(
            new Pages(pages, inGroup), new Nothing(schema), schema, meta.getCreated_by());
    int next = 0;
    for (int i = 0; i < columns.size(); i++) {
      if (isReadable(columns.get(i))) {
        cells.set(i, store.getColumnReader(schema.getColumns().get(next++)));
      }
    }
  }

  /** The pages of all columns in one group of rows. */
  private record Pages(Map<String, PageReader> columns, long rows) implements PageReadStore {
    @Override
    public PageReader getPageReader(ColumnDescriptor column) {
      PageReader pages = columns.get(column.getPath()[0]);
      if (pages == null) {
        throw new IllegalStateException("no pages of " + column);
      }
      return pages;
    }

    @Override
    public long getRowCount() {
      return rows;
    }
  }

  /** The decoders ask for converters, though cells are asked for one by one. */
  private static final class Nothing extends GroupConverter {
    private final MessageType schema;

    Nothing(MessageType schema) {
      this.schema = schema;
    }

    @Override
    public Converter getConverter(int index) {
      schema.getType(index);
      return new PrimitiveConverter() {};
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }

  @Override
  public String place() {
    return "row " + row + " (from 0)";
  }

  private ColumnReader cell(int column) {
    ColumnReader cell = cells.get(column);
    if (cell == null) {
      throw new IllegalStateException(
          "column "
              + column
              + ": expected a readable one, in a row, got "
              + columns.get(column).column());
    }
    return cell;
  }

  @Override
  public boolean missing(int column) {
    ColumnReader cell = cell(column);
    return cell.getCurrentDefinitionLevel() < cell.getDescriptor().getMaxDefinitionLevel();
  }

  @Override
  public double number(int column) throws IOException {
    try {
      return columns.get(column).number(cell(column));
    } catch (RuntimeException broken) {
      throw damaged(file, place(), broken);
    }
  }

  @Override
  public String text(int column) throws IOException {
    try {
      return cell(column).getBinary().toStringUsingUTF8();
    } catch (RuntimeException broken) {
      throw damaged(file, place(), broken);
    }
  }

  private static IOException damaged(Path file, String part, RuntimeException broken) {
    if (broken instanceof UncheckedIOException late
        && late.getCause() instanceof FormatException known) {
      return known;
    }
    Throwable reason = broken.getCause() == null ? broken : broken.getCause();
    if (reason instanceof FormatException known) {
      return known;
    }
    FormatException damaged =
        new FormatException(
            file + ", " + part,
            "values as their page says they are written",
            String.valueOf(reason),
            ParquetFooter.DAMAGED);
    damaged.initCause(broken);
    return damaged;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
