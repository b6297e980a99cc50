package org.sweetspot.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of text.
 *
 * @param caption what it shows
 * @param columns headings, the first one that of the row names
 * @param rows cells as text, as many as there are columns
 */
record Table(String caption, List<Column> columns, List<List<String>> rows) {
  /** How the cells of a column stand. */
  enum Kind {
    /** Names, never broken in the middle. */
    NAME,
    /** Numbers, to the right. */
    NUMBER,
    /** Sentences, given room. */
    PROSE
  }

  /** A column. */
  record Column(String heading, Kind kind) {}

  Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "row: expected " + columns.size() + " cells, got " + row);
      }
    }
  }

  /** Writes it, with row headers, inside a box that scrolls on narrow screens. */
  void write(Html html) {
    html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption);
    html.open("table").element("caption", caption);
    html.open("thead").open("tr");
    for (Column column : columns) {
      html.element("th", column.heading(), "scope", "col", "class", style(column));
    }
    html.close().close().open("tbody");
    for (List<String> row : rows) {
      html.open("tr");
      for (int i = 0; i < row.size(); i++) {
        if (i == 0) {
          html.element(
              "th", row.get(i), "scope", "row", "class", style(columns.get(i), row.get(i)));
        } else {
          html.element("td", row.get(i), "class", style(columns.get(i), row.get(i)));
        }
      }
      html.close();
    }
    html.close().close().close();
  }

  /** Short cells stay on one line; long ones may break, or the table would never fit. */
  private static String style(Column column, String cell) {
    return style(column) + (cell.length() > 24 ? " long" : "");
  }

  private static String style(Column column) {
    return switch (column.kind()) {
      case NAME -> "name";
      case NUMBER -> "number";
      case PROSE -> "prose";
    };
  }

  /** Starts a table. */
  static Builder of(String caption) {
    return new Builder(caption);
  }

  /** Collects columns, then rows. */
  static final class Builder {
    private final String caption;
    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    private Builder(String caption) {
      this.caption = caption;
    }

    Builder name(String heading) {
      columns.add(new Column(heading, Kind.NAME));
      return this;
    }

    Builder number(String heading) {
      columns.add(new Column(heading, Kind.NUMBER));
      return this;
    }

    Builder prose(String heading) {
      columns.add(new Column(heading, Kind.PROSE));
      return this;
    }

    Builder row(List<String> cells) {
      rows.add(List.copyOf(cells));
      return this;
    }

    Builder row(String... cells) {
      return row(List.of(cells));
    }

    Table build() {
      return new Table(caption, columns, rows);
    }
  }
}
