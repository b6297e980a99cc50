package org.sweetspot.measure.simplicity;

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
    int k = classes;
    int[] triple = new int[Math.multiplyExact(Math.multiplyExact(k, k), k)];
    for (int row : rows) {
      triple[(f[row] * k + labels[row]) * k + l[row]]++;
    }
    int[] fy = new int[k * k];
    int[] fl = new int[k * k];
    int[] yl = new int[k * k];
    int[] ofF = new int[k];
    int[] ofY = new int[k];
    int[] ofL = new int[k];
    double right = 0;
    double linearRight = 0;
    double bothRight = 0;
    double agree = 0;
    for (int a = 0; a < k; a++) {
      for (int y = 0; y < k; y++) {
        for (int b = 0; b < k; b++) {
          int count = triple[(a * k + y) * k + b];
          if (count == 0) {
            continue;
          }
          fy[a * k + y] += count;
          fl[a * k + b] += count;
          yl[y * k + b] += count;
          ofF[a] += count;
          ofY[y] += count;
          ofL[b] += count;
          right += a == y ? count : 0;
          linearRight += b == y ? count : 0;
          bothRight += a == y && b == y ? count : 0;
          agree += a == b ? count : 0;
        }
      }
    }
    double chance = 0;
    for (int c = 0; c < k; c++) {
      chance += ofF[c] / n * (ofL[c] / n);
    }
    double information = entropy(ofF, n) + entropy(ofY, n) - entropy(fy, n);
    double given = entropy(fl, n) + entropy(yl, n) - entropy(triple, n) - entropy(ofL, n);
    return new double[] {
      right / n,
      linearRight / n,
      chance < 1 ? (agree / n - chance) / (1 - chance) : 0,
      right > 0 ? bothRight / right : 0,
      information,
      information > 0 ? (information - given) / information : 0
    };
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
