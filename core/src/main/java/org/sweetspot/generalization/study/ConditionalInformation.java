package org.sweetspot.generalization.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How much a measure tells of the gap beyond what the hyperparameters tell.
 *
 * <p>Of ordered pairs of runs let V be the sign of the measure's difference and G that of the
 * gap's. K = min over sets S of at most two axes of I(V; G | U_S) / H(G | U_S), over pairs that
 * agree on the axes in S, each group of runs weighted by its number of pairs. Pairs of equal gap
 * are left out. Between 0 (nothing) and 1 (everything). Cost: O(axes^2 n^2).
 *
 * <p>Source: Jiang et al., ICLR 2020, section 2.2.3.
 */
public final class ConditionalInformation {
  private ConditionalInformation() {}

  /**
   * K of one measure; NaN where no pair differs in the gap.
   *
   * @param measure a number for each run; NaN where it is not known
   */
  public static double of(StudyTable table, double[] measure) {
    double least = Double.NaN;
    for (boolean[] fixed : subsets(table.axes().size())) {
      double share = of(table, measure, fixed);
      if (!Double.isNaN(share) && !(least <= share)) {
        least = share;
      }
    }
    return least;
  }

  /** The share for one set of axes. */
  static double of(StudyTable table, double[] measure, boolean[] fixed) {
    double[] gaps = table.gaps();
    double information = 0;
    double entropy = 0;
    double all = 0;
    for (int[] group : table.groups(fixed, false)) {
      long[][] counts = new long[3][2];
      for (int i : group) {
        for (int j : group) {
          if (gaps[i] != gaps[j] && !Double.isNaN(measure[i]) && !Double.isNaN(measure[j])) {
            counts[1 + Kendall.sign(measure[i] - measure[j])][gaps[i] > gaps[j] ? 1 : 0]++;
          }
        }
      }
      double pairs = Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
      if (pairs > 0) {
        information += pairs * information(counts, pairs);
        entropy += pairs * entropy(counts, pairs);
        all += pairs;
      }
    }
    return all == 0 || entropy == 0 ? Double.NaN : information / entropy;
  }

  private static double information(long[][] counts, double pairs) {
    double sum = 0;
    for (int v = 0; v < 3; v++) {
      for (int g = 0; g < 2; g++) {
        if (counts[v][g] > 0) {
          double row = counts[v][0] + counts[v][1];
          double column = counts[0][g] + counts[1][g] + counts[2][g];
          sum += counts[v][g] / pairs * Math.log(counts[v][g] * pairs / (row * column));
        }
      }
    }
    // Rounding leaves independence slightly negative.
    return Math.max(0, sum);
  }

  private static double entropy(long[][] counts, double pairs) {
    double sum = 0;
    for (int g = 0; g < 2; g++) {
      double share = (counts[0][g] + counts[1][g] + counts[2][g]) / pairs;
      sum -= share > 0 ? share * Math.log(share) : 0;
    }
    return sum;
  }

  private static List<boolean[]> subsets(int axes) {
    List<boolean[]> subsets = new ArrayList<>();
    subsets.add(new boolean[axes]);
    for (int a = 0; a < axes; a++) {
      for (int b = 0; b <= a; b++) {
        boolean[] fixed = new boolean[axes];
        fixed[a] = true;
        fixed[b] = true;
        subsets.add(fixed);
      }
    }
    return subsets;
  }
}
