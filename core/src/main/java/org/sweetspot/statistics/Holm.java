package org.sweetspot.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * p-values adjusted for the number of questions asked (Holm, Scand. J. Statist. 6, 1979): rejecting
 * where the adjusted value is below alpha keeps the chance of any wrong rejection below alpha,
 * whatever the dependence between the questions.
 */
public final class Holm {
  private Holm() {}

  /**
   * max over smaller-or-equal ranks j of min(1, (m - j + 1) p_(j)).
   *
   * @param pValues each between 0 and 1
   * @return in the order given
   */
  public static double[] adjust(double[] pValues) {
    for (double p : pValues) {
      if (!(p >= 0 && p <= 1)) {
        throw new IllegalArgumentException("p-value: expected 0 to 1, got " + p);
      }
    }
    int m = pValues.length;
    int[] order =
        IntStream.range(0, m)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> pValues[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = new double[m];
    double largest = 0;
    for (int rank = 0; rank < m; rank++) {
      largest = Math.max(largest, Math.min(1, (m - rank) * pValues[order[rank]]));
      adjusted[order[rank]] = largest;
    }
    return adjusted;
  }
}
