package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tables of the pages are whole: a row without a head above it would be shown as text. */
class TablesTest {
  private static final Path HOUSE = Path.of("..");

  @Test
  void everyTableHasItsHeadAndAsManyCellsInEachRow() throws IOException {
    List<String> wrong = new ArrayList<>();
    int tables = 0;
    for (Path page : pages()) {
      List<String> lines = Files.readAllLines(page);
      boolean code = false;
      int cells = 0;
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        code ^= line.startsWith("```");
        if (code || !line.startsWith("|")) {
          cells = 0;
          continue;
        }
        if (cells == 0) {
          tables++;
          cells = cells(line);
          boolean headed = i + 1 < lines.size() && lines.get(i + 1).startsWith("|-");
          if (!headed) {
            wrong.add(page + ":" + (i + 1) + ": a table without a head: " + line);
          }
        } else if (cells(line) != cells) {
          wrong.add(page + ":" + (i + 1) + ": " + cells(line) + " cells, not " + cells);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(tables).isGreaterThan(15);
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (String folder : List.of(".", "docs", "benchmarks")) {
      try (Stream<Path> files = Files.list(HOUSE.resolve(folder))) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
      }
    }
    return pages;
  }

  /** A bar within a cell is escaped. */
  private static int cells(String row) {
    return row.replace("\\|", "").split("\\|", -1).length;
  }
}
