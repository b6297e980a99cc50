package org.sweetspot.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** The UCI optical digits (Alpaydin and Kaynak 1998, CC BY 4.0), a resource of this package. */
final class DigitsSource implements Part {
  private static final int PIXELS = 64;

  private final List<String> rows;
  private int row;

  private DigitsSource(List<String> rows) {
    this.rows = rows;
  }

  static Source open() throws IOException {
    try (InputStream packed = DigitsSource.class.getResourceAsStream("digits.csv.gz")) {
      if (packed == null) {
        throw new IllegalStateException("resource digits.csv.gz is missing from this build");
      }
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(new GZIPInputStream(packed), StandardCharsets.US_ASCII));
      List<String> rows = reader.lines().toList();
      return new Source(
          "digits",
          SourceInput.only(List.of(1, 8, 8), 16),
          SourceTarget.classes(10),
          new DigitsSource(rows),
          Optional.empty());
    }
  }

  @Override
  public int count() {
    return rows.size();
  }

  @Override
  public String place(int example) {
    return "digits, row " + example;
  }

  @Override
  public void next(double[][] inputs, double[] target) {
    String[] fields = rows.get(row++).split(",", -1);
    for (int i = 0; i < PIXELS; i++) {
      inputs[0][i] = Integer.parseInt(fields[i]);
    }
    target[0] = Integer.parseInt(fields[PIXELS]);
  }
}
