package org.sweetspot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Lines for a terminal: wrapped to a width, plain characters, control characters taken out. */
final class Terminal {
  private static final int NARROWEST = 40;
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private final int width;
  private final boolean color;
  private final List<String> lines = new ArrayList<>();

  Terminal(int width, boolean color) {
    if (width < 1) {
      throw new IllegalArgumentException("width: expected at least 1 column, got " + width);
    }
    this.width = Math.max(NARROWEST, width);
    this.color = color;
  }

  int width() {
    return width;
  }

  /** An empty line, then a heading. */
  Terminal heading(String text) {
    blank();
    for (String line : wrap(plain(text), width)) {
      lines.add(color ? "\u001b[1m" + line + "\u001b[0m" : line);
    }
    return this;
  }

  Terminal blank() {
    if (!lines.isEmpty()) {
      lines.add("");
    }
    return this;
  }

  /** A paragraph, every line indented. */
  Terminal paragraph(String text, int indent) {
    for (String line : wrap(plain(text), width - indent)) {
      lines.add(" ".repeat(indent) + line);
    }
    return this;
  }

  /** A line of code: never wrapped at spaces, which mean something; a long one is cut in pieces. */
  Terminal code(String text, int indent) {
    String rest = plain(text);
    int room = width - indent;
    do {
      int end = Math.min(room, rest.length());
      lines.add(" ".repeat(indent) + rest.substring(0, end));
      rest = rest.substring(end);
    } while (!rest.isEmpty());
    return this;
  }

  /**
   * Rows in columns: the first to the left, the others to the right unless named. Where all columns
   * do not fit, every row becomes a paragraph.
   *
   * @param left columns that stand to the left as well
   */
  Terminal table(List<String> heading, List<List<String>> rows, List<Integer> left) {
    int[] widths = new int[heading.size()];
    List<List<String>> all = new ArrayList<>();
    all.add(heading);
    all.addAll(rows);
    all.replaceAll(row -> row.stream().map(Terminal::plain).toList());
    for (List<String> row : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    int total = 2;
    for (int one : widths) {
      total += one + 2;
    }
    if (total - 2 > width) {
      rows.forEach(row -> stacked(heading, row));
      return this;
    }
    for (List<String> row : all) {
      if (row.stream().allMatch(String::isBlank)) {
        continue;
      }
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = row.get(i);
        String space = " ".repeat(widths[i] - cell.length());
        line.append("  ").append(i == 0 || left.contains(i) ? cell + space : space + cell);
      }
      lines.add(line.toString().stripTrailing());
    }
    return this;
  }

  private void stacked(List<String> heading, List<String> row) {
    StringBuilder line = new StringBuilder(row.get(0).strip());
    for (int i = 1; i < row.size(); i++) {
      if (!row.get(i).isBlank()) {
        line.append(i == 1 ? ": " : ", ").append(heading.get(i)).append(' ').append(row.get(i));
      }
    }
    paragraph(line.toString(), 2);
  }

  /** All lines. */
  String text() {
    return String.join("\n", lines) + "\n";
  }

  /** Words in lines of at most that width; longer words are cut. */
  static List<String> wrap(String text, int width) {
    List<String> wrapped = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : SPACE.splitAsStream(text.strip()).toList()) {
      String rest = word;
      if (line.length() > 0 && line.length() + 1 + rest.length() > width) {
        wrapped.add(line.toString());
        line.setLength(0);
      }
      while (rest.length() > width) {
        wrapped.add(rest.substring(0, width));
        rest = rest.substring(width);
      }
      line.append(line.length() > 0 ? " " : "").append(rest);
    }
    wrapped.add(line.toString());
    return wrapped;
  }

  /**
   * Text that any terminal shows as it is meant: our typographic signs in ASCII, and no control
   * character, so that a name can't steer the terminal.
   */
  static String plain(String text) {
    return text.replace('\u2212', '-')
        .replace('\u00d7', 'x')
        .replace("\u00f7", "1/")
        .replace("\u00b1", "+-")
        .replace("\u2192", "->")
        .replaceAll("\\p{Cntrl}+", " ");
  }
}
