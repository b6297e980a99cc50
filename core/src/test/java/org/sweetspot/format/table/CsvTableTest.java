package org.sweetspot.format.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetspot.format.Damage;
import org.sweetspot.format.FormatException;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

/** CSV files as spreadsheets and programs write them. */
class CsvTableTest {
  private static final int CASES = 3000;

  @TempDir private Path folder;

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("table.csv"), text);
  }

  /** Each row as its place and its cells, an empty one as "-". */
  private static List<List<String>> rows(Path file) throws IOException {
    List<List<String>> result = new ArrayList<>();
    try (TableRows rows = TableRows.open(file)) {
      result.add(rows.columns().stream().map(TableColumn::name).toList());
      while (rows.next()) {
        List<String> row = new ArrayList<>(List.of(rows.place()));
        for (int i = 0; i < rows.columns().size(); i++) {
          row.add(rows.missing(i) ? "-" : rows.text(i));
        }
        result.add(row);
      }
    }
    return result;
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|"})
  void theSeparatorIsTheOneThatTheFirstLineHasMostOf(String separator) throws IOException {
    String text = "a,b,c\n1,two,\n-3.5e2,\"x\",9\n".replace(",", separator);

    assertThat(rows(write(text)))
        .containsExactly(
            List.of("a", "b", "c"),
            List.of("line 2", "1", "two", "-"),
            List.of("line 3", "-3.5e2", "x", "9"));
  }

  @Test
  void quotesHoldSeparatorsQuotesAndLineEnds() throws IOException {
    assertThat(rows(write("a,b\r\n\"1,5\",\"say \"\"x\"\"\"\r\n\"two\nlines\",4\r\n7,8\r\n")))
        .containsExactly(
            List.of("a", "b"),
            List.of("line 2", "1,5", "say \"x\""),
            List.of("line 3", "two\nlines", "4"),
            List.of("line 5", "7", "8"));
  }

  @Test
  void aFirstLineOfNumbersIsARow() throws IOException {
    assertThat(rows(write("1,2\n3,4\n")))
        .containsExactly(
            List.of("column 1", "column 2"),
            List.of("line 1", "1", "2"),
            List.of("line 2", "3", "4"));
  }

  @Test
  void measuredNumbersInTheFirstLineMakeItARow() throws IOException {
    assertThat(rows(write("5.1,3.5,setosa\n4.9,3.0,virginica\n")).get(0))
        .containsExactly("column 1", "column 2", "column 3");
    assertThat(rows(write("setosa,5,3\nvirginica,4,3\n")).get(0))
        .containsExactly("column 1", "column 2", "column 3");
    assertThat(rows(write("label,0,1,2\n1,5,6,7\n")).get(0))
        .containsExactly("label", "0", "1", "2");
    assertThat(rows(write("1,2,target\n1,5,6\n")).get(0)).containsExactly("1", "2", "target");
  }

  @Test
  void aMarkOfUnicodeEmptyLinesAndSpacesDontMatter() throws IOException {
    assertThat(rows(write("\ufeffa, b\n\n 1 , 2\n\n")))
        .containsExactly(List.of("a", "b"), List.of("line 3", "1", "2"));
  }

  @Test
  void packedTablesAreUnpacked() throws IOException {
    Path file = folder.resolve("table.csv.gz");
    try (OutputStream output = new GZIPOutputStream(Files.newOutputStream(file))) {
      output.write("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(rows(file)).containsExactly(List.of("a", "b"), List.of("line 2", "1", "2"));

    byte[] packed = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(packed, packed.length - 12));
    assertThatThrownBy(() -> rows(file))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("expected intact gzip data");
  }

  @Test
  void mistakesAreExplained() throws IOException {
    assertThatThrownBy(() -> rows(write("a,b\n1,2\n3\n")))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("line 3: expected 2 cells, as the first line has, got 1 cells");
    assertThatThrownBy(() -> rows(write("a,a\n1,2\n"))).hasMessageContaining("got a again");
    assertThatThrownBy(() -> rows(write(""))).hasMessageContaining("got an empty file");
    Path latin = folder.resolve("latin.csv");
    Files.write(latin, "a,b\n1,M\u00fcller\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> rows(latin)).hasMessageContaining("expected text in UTF-8");
    Files.write(latin, "a,b\n1,2\n".getBytes(StandardCharsets.UTF_16));
    assertThatThrownBy(() -> rows(latin)).hasMessageContaining("got UTF-16");
    assertThatThrownBy(() -> rows(folder)).hasMessageContaining("got a folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "-2.5", "+3", ".5", "5.", "1e3", "-1.5E-7", "inf", "-Infinity"})
  void numbersAreSeen(String text) {
    assertThat(CellNumber.of(text)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1d", "0x10", "1,5", "nan", "one", "1 2", "-", "2020-01-01", "1f"})
  void otherTextIsNoNumber(String text) {
    assertThat(CellNumber.of(text)).isEmpty();
  }

  @Test
  void damagedFilesAreReadOrRefused() throws IOException {
    RandomStream stream = new Seed(12).stream("test/csv");
    byte[] whole =
        "name,\"a \"\"b\"\"\",c\n\"x, y\",1,2\nz\u00e9,3.5,\n\"two\nlines\",4,5\n"
            .getBytes(StandardCharsets.UTF_8);
    Path file = folder.resolve("damaged.csv");
    int refused = 0;
    for (int i = 0; i < CASES; i++) {
      Files.write(file, Damage.of(whole, whole.length / 2, stream));
      try {
        assertThat(rows(file)).isNotEmpty();
      } catch (FormatException expected) {
        assertThat(expected.remedy()).isNotEmpty();
        refused++;
      }
    }
    assertThat(refused).isBetween(CASES / 10, CASES - 1);
  }
}
