package org.sweetspot.measure.simplicity;

import java.util.Arrays;

/** Agreement and information between labels Y and two predictions F and L, from shares of rows. */
final class Shares {
  private final int classes;
  private final int[] labels;

  Shares(int classes, int[] labels) {
    this.classes = classes;
    this.labels = labels;
  }

  /**
   * P(F = Y), P(L = Y), Cohen's kappa of F and L, P(L = Y | F = Y), I(F;Y) in bits, (I(F;Y) -
   * I(F;Y|L)) / I(F;Y); a ratio over nothing is zero.
   */
  double[] numbers(int[] f, int[] l, int[] rows) {
    double n = rows.length;
    int[] ofF = new int[classes];
    int[] ofY = new int[classes];
    int[] ofL = new int[classes];
    double right = 0;
    double linearRight = 0;
    double bothRight = 0;
    double agree = 0;
    for (int row : rows) {
      int a = f[row];
      int y = labels[row];
      int b = l[row];
      ofF[a]++;
      ofY[y]++;
      ofL[b]++;
      right += a == y ? 1 : 0;
      linearRight += b == y ? 1 : 0;
      bothRight += a == y && b == y ? 1 : 0;
      agree += a == b ? 1 : 0;
    }
    double chance = 0;
    for (int c = 0; c < classes; c++) {
      chance += ofF[c] / n * (ofL[c] / n);
    }
    double information = entropy(ofF, n) + entropy(ofY, n) - entropy(counts(rows, f, labels), n);
    double given =
        entropy(counts(rows, f, l), n)
            + entropy(counts(rows, labels, l), n)
            - entropy(counts(rows, f, labels, l), n)
            - entropy(ofL, n);
    return new double[] {
      right / n,
      linearRight / n,
      chance < 1 ? (agree / n - chance) / (1 - chance) : 0,
      right > 0 ? bothRight / right : 0,
      information,
      information > 0 ? (information - given) / information : 0
    };
  }

  /**
   * How many rows each combination has that occurs, in the combinations' order. There are too many
   * of them to count in a table of all once there are a thousand classes.
   */
  private int[] counts(int[] rows, int[]... parts) {
    long[] keys = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int[] part : parts) {
        keys[i] = keys[i] * classes + part[rows[i]];
      }
    }
    Arrays.sort(keys);
    int[] counts = new int[keys.length];
    int different = 0;
    for (int i = 0; i < keys.length; i++) {
      different += i == 0 || keys[i] != keys[i - 1] ? 1 : 0;
      counts[different - 1]++;
    }
    return Arrays.copyOf(counts, different);
  }

  private static double entropy(int[] counts, double n) {
    double sum = 0;
    for (int count : counts) {
      if (count > 0) {
        sum -= count / n * Math.log(count / n);
      }
    }
    return sum / Math.log(2);
  }
}
