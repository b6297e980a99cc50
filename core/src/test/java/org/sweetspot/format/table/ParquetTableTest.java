package org.sweetspot.format.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetspot.format.Damage;
import org.sweetspot.format.FormatException;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

/** What pyarrow and fastparquet write, by src/test/python/table_files.py, is read exactly. */
class ParquetTableTest {
  private static final int ROWS = 40;
  private static final int CASES = 1500;

  @TempDir private Path folder;

  static Path sample(String name) throws URISyntaxException {
    URL file = Objects.requireNonNull(ParquetTableTest.class.getResource(name), name);
    return Path.of(file.toURI());
  }

  private static int column(TableRows rows, String name) {
    List<String> names = rows.columns().stream().map(TableColumn::name).toList();
    assertThat(names).contains(name);
    return names.indexOf(name);
  }

  private static void read(Path file) throws IOException {
    try (TableRows rows = TableRows.open(file)) {
      for (int i = 0; i < ROWS; i++) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.place()).isEqualTo("row " + i + " (from 0)");
        assertThat(rows.number(column(rows, "f"))).isEqualTo(i / 8.0);
        assertThat(rows.number(column(rows, "g"))).isEqualTo(i / 4.0);
        assertThat(rows.number(column(rows, "w"))).isEqualTo(i - 5);
        assertThat(rows.number(column(rows, "u"))).isEqualTo(4294967295.0 - i);
        assertThat(rows.number(column(rows, "v"))).isEqualTo(0x1p64 - 2048.0 * (i + 1));
        assertThat(rows.text(column(rows, "t"))).isEqualTo("x" + i % 3);
        assertThat(rows.number(column(rows, "b"))).isEqualTo(i % 2 == 0 ? 1 : 0);
        assertThat(rows.missing(column(rows, "n"))).isEqualTo(i == 7);
        assertThat(rows.missing(column(rows, "f"))).isFalse();
        if (i != 7) {
          assertThat(rows.number(column(rows, "n"))).isEqualTo(i);
        }
      }
      assertThat(rows.next()).isFalse();
    }
  }

  private static void readAll(Path file) throws IOException {
    read(file);
    try (TableRows rows = TableRows.open(file)) {
      for (int i = 0; rows.next(); i++) {
        assertThat(rows.number(column(rows, "h"))).isEqualTo(i / 2.0);
        assertThat(rows.number(column(rows, "m"))).isEqualTo(i / 100.0);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "snappy", "gzip", "zstd", "lz4", "pages2", "delta"})
  void whatArrowWritesIsRead(String name) throws IOException, URISyntaxException {
    readAll(sample(name + ".parquet"));
  }

  @Test
  void whatFastparquetWritesIsRead() throws IOException, URISyntaxException {
    read(sample("fastparquet.parquet"));
  }

  @Test
  void columnsThatHoldNeitherNumbersNorTextSaySo() throws IOException, URISyntaxException {
    try (TableRows rows = TableRows.open(sample("none.parquet"))) {
      assertThat(rows.columns())
          .filteredOn(column -> column.kind() == TableColumn.Kind.UNREADABLE)
          .extracting(TableColumn::name, TableColumn::type)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("d", "a date"),
              org.assertj.core.groups.Tuple.tuple("s", "a point in time"),
              org.assertj.core.groups.Tuple.tuple("l", "a list in each cell"));
      assertThat(rows.columns())
          .extracting(TableColumn::kind)
          .startsWith(TableColumn.Kind.NUMBER)
          .contains(TableColumn.Kind.TEXT, TableColumn.Kind.TRUTH);
    }
  }

  @Test
  void aTableWithoutRowsHasNone() throws IOException, URISyntaxException {
    try (TableRows rows = TableRows.open(sample("empty.parquet"))) {
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void aPackingThatNobodyUnpacksIsNamed() {
    assertThatThrownBy(() -> read(sample("brotli.parquet")))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("got brotli")
        .hasMessageContaining("compression='zstd'");
  }

  @Test
  void aChangedByteBreaksTheChecksum() throws IOException, URISyntaxException {
    byte[] bytes = Files.readAllBytes(sample("pages2.parquet"));
    Path file = folder.resolve("changed.parquet");
    int refused = 0;
    for (int at = 4; at < 400; at += 3) {
      byte[] changed = bytes.clone();
      changed[at] ^= 1;
      Files.write(file, changed);
      try {
        read(file);
      } catch (FormatException damaged) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(100);
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("x.parquet"), "a,b\n1,2\n3,4\n");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("expected a Parquet file, which ends in its footer and PAR1");
    Files.write(file, "PAR1\u0001\u0000\u0000\u0000PARE".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> read(file)).hasMessageContaining("got an encrypted one");
  }

  @Test
  void damagedFilesAreReadOrRefused() throws IOException, URISyntaxException {
    RandomStream stream = new Seed(11).stream("test/parquet");
    List<byte[]> files =
        List.of(
            Files.readAllBytes(sample("pages2.parquet")),
            Files.readAllBytes(sample("gzip.parquet")),
            Files.readAllBytes(sample("delta.parquet")),
            Files.readAllBytes(sample("fastparquet.parquet")));
    Path file = folder.resolve("damaged.parquet");
    int refused = 0;
    for (int i = 0; i < CASES; i++) {
      byte[] whole = files.get(stream.nextInt(files.size()));
      Files.write(file, Damage.of(whole, whole.length / 2, stream));
      try (TableRows rows = TableRows.open(file)) {
        while (rows.next()) {
          for (int k = 0; k < rows.columns().size(); k++) {
            cell(rows, k);
          }
        }
      } catch (FormatException expected) {
        assertThat(expected.remedy()).isNotEmpty();
        refused++;
      }
    }
    assertThat(refused).isBetween(CASES / 4, CASES - 1);
  }

  private static void cell(TableRows rows, int column) throws IOException {
    switch (rows.columns().get(column).kind()) {
      case NUMBER, TRUTH -> {
        if (!rows.missing(column)) {
          assertThat(Double.isNaN(rows.number(column))).isIn(true, false);
        }
      }
      case TEXT -> {
        if (!rows.missing(column)) {
          assertThat(rows.text(column)).isNotNull();
        }
      }
      default -> {}
    }
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "SWEETSPOT_TEST_PYTHON", matches = ".+")
  void whatArrowWritesTodayIsRead() throws IOException, InterruptedException {
    Path script = Path.of("src", "test", "python", "table_files.py").toAbsolutePath();
    Process process =
        new ProcessBuilder(
                System.getenv("SWEETSPOT_TEST_PYTHON"), script.toString(), folder.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    for (String name : List.of("none", "snappy", "gzip", "zstd", "lz4", "pages2", "delta")) {
      readAll(folder.resolve(name + ".parquet"));
    }
  }
}
