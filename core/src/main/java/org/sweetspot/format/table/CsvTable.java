package org.sweetspot.format.table;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.sweetspot.format.FormatException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.dataformat.csv.CsvFactory;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;
import tools.jackson.dataformat.csv.CsvSchema;

/**
 * A CSV file in UTF-8: comma, semicolon, tab or bar between the cells, whichever the first line has
 * most of; double quotes around cells that need them; names in the first line. A first line with
 * measured numbers in it is a row, and the columns are then called column 1, column 2 and so on.
 * Packed files (gzip) are unpacked. In memory is one row at a time.
 */
final class CsvTable implements TableRows {
  private static final int LONGEST_CELL = 1 << 20;
  private static final int MOST_COLUMNS = 1 << 17;
  private static final int LONGEST_FIRST_LINE = 1 << 24;
  private static final char[] SEPARATORS = {',', ';', '\t', '|'};
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};
  private static final String DAMAGED = "the file is cut off or damaged: write or copy it anew";

  private final Path file;
  private final Reader reader;
  private final JsonParser parser;
  private final List<TableColumn> columns;

  /** The row read already to find the names, where it is no header. */
  private String @Nullable [] first;

  private String[] row = {};
  private long line;

  private CsvTable(Path file, Reader reader, char separator) throws IOException {
    this.file = file;
    this.reader = reader;
    CsvFactory factory =
        CsvFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxStringLength(LONGEST_CELL).build())
            .build();
    this.parser =
        guarded(
            () ->
                CsvMapper.builder(factory)
                    .enable(CsvReadFeature.SKIP_EMPTY_LINES)
                    .enable(CsvReadFeature.TRIM_SPACES)
                    .build()
                    .reader()
                    .with(CsvSchema.emptySchema().withColumnSeparator(separator))
                    .createParser(reader));
    String[] names = advance();
    if (names == null || names.length > MOST_COLUMNS) {
      throw new FormatException(
          file.toString(),
          "a line with the names of at most " + MOST_COLUMNS + " columns",
          names == null ? "an empty file" : names.length + " columns",
          "write the table with a header, as pandas' to_csv(index=False) does");
    }
    boolean header = isHeader(names);
    if (!header) {
      first = names.clone();
      for (int i = 0; i < names.length; i++) {
        names[i] = "column " + (i + 1);
      }
    }
    this.columns = named(names);
  }

  static CsvTable open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new FormatException(
          file.toString(),
          "a CSV file",
          Files.isDirectory(file) ? "a folder" : "no such file",
          "check the spelling and the folder");
    }
    char separator;
    try (Reader beginning = reader(file)) {
      separator = separator(file, beginning);
    }
    Reader reader = reader(file);
    try {
      return new CsvTable(file, reader, separator);
    } catch (IOException broken) {
      reader.close();
      throw broken;
    }
  }

  private static Reader reader(Path file) throws IOException {
    InputStream bytes = Files.newInputStream(file);
    try {
      byte[] begin;
      try (InputStream look = Files.newInputStream(file)) {
        begin = look.readNBytes(4);
      }
      if (begin.length >= 2 && begin[0] == GZIP[0] && begin[1] == GZIP[1]) {
        bytes = new GZIPInputStream(bytes, 1 << 16);
      } else if (begin.length >= 2 && (begin[0] & begin[1] & 0xfe) == 0xfe) {
        throw encoding(file, "UTF-16");
      }
      Reader characters =
          new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()));
      characters.mark(1);
      if (characters.read() != '\ufeff') {
        characters.reset();
      }
      return new WithoutNull(characters);
    } catch (EOFException | ZipException broken) {
      bytes.close();
      throw damaged(file, broken);
    } catch (CharacterCodingException broken) {
      bytes.close();
      throw encoding(file, "another encoding");
    } catch (IOException broken) {
      bytes.close();
      throw broken;
    }
  }

  /** A null character marks a file that is no text, although UTF-8 allows it. */
  private static final class WithoutNull extends FilterReader {
    WithoutNull(Reader in) {
      super(in);
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
      int got = super.read(target, offset, length);
      for (int i = 0; i < got; i++) {
        if (target[offset + i] == 0) {
          throw new CharacterCodingException();
        }
      }
      return got;
    }
  }

  private static char separator(Path file, Reader reader) throws IOException {
    int[] counts = new int[SEPARATORS.length];
    boolean quoted = false;
    boolean empty = true;
    try {
      for (int i = 0; i < LONGEST_FIRST_LINE; i++) {
        int letter = reader.read();
        if (letter < 0 || ((letter == '\n' || letter == '\r') && !quoted && !empty)) {
          break;
        }
        quoted ^= letter == '"';
        empty &= Character.isWhitespace(letter);
        for (int k = 0; k < counts.length && !quoted; k++) {
          counts[k] += letter == SEPARATORS[k] ? 1 : 0;
        }
      }
    } catch (CharacterCodingException broken) {
      throw encoding(file, "other bytes");
    } catch (EOFException | ZipException broken) {
      throw damaged(file, broken);
    }
    int best = 0;
    for (int k = 1; k < counts.length; k++) {
      best = counts[k] > counts[best] ? k : best;
    }
    return SEPARATORS[best];
  }

  private List<TableColumn> named(String[] names) throws FormatException {
    List<TableColumn> result = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (int i = 0; i < names.length; i++) {
      // What pandas calls such a column; its to_csv writes the index there.
      String name = names[i].isEmpty() ? "Unnamed: " + i : names[i];
      if (!known.add(name)) {
        throw new FormatException(
            file + ", header",
            "each column's name once",
            name + " again",
            "rename one of the two columns");
      }
      result.add(new TableColumn(name, TableColumn.Kind.UNTYPED, "text"));
    }
    return List.copyOf(result);
  }

  /**
   * Whether a first line holds names: texts, or beside texts the numbers of columns, as pandas
   * writes them. Measured numbers in it make it a row.
   */
  private static boolean isHeader(String[] names) {
    boolean texts = false;
    double last = Double.NaN;
    for (String name : names) {
      OptionalDouble number = CellNumber.of(name);
      if (number.isEmpty()) {
        texts |= !name.isEmpty();
      } else {
        double value = number.getAsDouble();
        boolean counts = Double.isNaN(last) ? value == 0 || value == 1 : value == last + 1;
        if (!counts || name.indexOf('.') >= 0) {
          return false;
        }
        last = value;
      }
    }
    return texts;
  }

  /** The next row of the file; null after the last. */
  private String @Nullable [] advance() throws IOException {
    List<String> cells = new ArrayList<>();
    boolean found =
        guarded(
            () -> {
              if (parser.nextToken() != JsonToken.START_ARRAY) {
                return false;
              }
              while (parser.nextToken() == JsonToken.VALUE_STRING) {
                if (cells.isEmpty()) {
                  line = parser.currentTokenLocation().getLineNr();
                }
                cells.add(parser.getString());
              }
              return true;
            });
    return found ? cells.toArray(new String[0]) : null;
  }

  @Override
  public List<TableColumn> columns() {
    return columns;
  }

  @Override
  public boolean next() throws IOException {
    String[] found = first == null ? advance() : first;
    first = null;
    if (found == null) {
      return false;
    }
    if (found.length != columns.size()) {
      throw new FormatException(
          file + ", " + place(),
          columns.size() + " cells, as the first line has",
          found.length + " cells",
          "put cells that contain the separator into double quotes, and complete or delete the"
              + " line");
    }
    row = found;
    return true;
  }

  @Override
  public String place() {
    return "line " + line;
  }

  @Override
  public boolean missing(int column) {
    return row[column].isEmpty();
  }

  @Override
  public double number(int column) {
    throw new IllegalStateException("cells of CSV are text, also of column " + column);
  }

  @Override
  public String text(int column) {
    return row[column];
  }

  /** Reading, which may fail. */
  @FunctionalInterface
  private interface Reading<T> {
    T run() throws IOException;
  }

  private <T> T guarded(Reading<T> reading) throws IOException {
    try {
      return reading.run();
    } catch (JacksonException broken) {
      Throwable cause = broken.getCause();
      if (cause instanceof CharacterCodingException) {
        throw encoding(file, "other bytes");
      } else if (cause instanceof EOFException || cause instanceof ZipException) {
        throw damaged(file, (IOException) cause);
      } else if (cause instanceof IOException disk) {
        throw disk;
      }
      throw new FormatException(
          file + ", line " + Math.max(1, line + 1),
          "cells with separators between them, quoted where needed",
          broken.getOriginalMessage(),
          "correct the line, or write the table anew");
    }
  }

  private static FormatException encoding(Path file, String got) {
    return new FormatException(
        file.toString(), "text in UTF-8", got, "save the table as CSV in UTF-8");
  }

  private static FormatException damaged(Path file, IOException broken) {
    return new FormatException(
        file.toString(), "intact gzip data", String.valueOf(broken.getMessage()), DAMAGED);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
