package org.sweetspot.app;

import java.util.Arrays;

/** A curve over a training in one line of plain characters, low to high: {@code _.-=*#}. */
final class Sparkline {
  private static final String LEVELS = "_.-=*#";
  private static final int COLUMNS = 30;

  private final double[] sums = new double[COLUMNS];
  private final int[] counts = new int[COLUMNS];

  /**
   * Adds a number.
   *
   * @param progress of the training, 0 to 1: the column
   */
  void add(double progress, double value) {
    if (Double.isFinite(value)) {
      int column = (int) Math.min(COLUMNS - 1.0, Math.max(0, progress * COLUMNS));
      sums[column] += value;
      counts[column]++;
    }
  }

  /**
   * Means of the columns between the smallest and the largest; a column without numbers is blank.
   */
  String text() {
    double[] means = new double[COLUMNS];
    Arrays.setAll(means, i -> counts[i] == 0 ? Double.NaN : sums[i] / counts[i]);
    double low = Arrays.stream(means).filter(v -> !Double.isNaN(v)).min().orElse(0);
    double high = Arrays.stream(means).filter(v -> !Double.isNaN(v)).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (double mean : means) {
      if (Double.isNaN(mean)) {
        text.append(' ');
      } else {
        double share = high > low ? (mean - low) / (high - low) : 0;
        text.append(LEVELS.charAt((int) Math.min(LEVELS.length() - 1.0, share * LEVELS.length())));
      }
    }
    return text.toString().stripTrailing();
  }
}
