package org.sweetspot.statistics.powerlaw;

import java.util.Arrays;
import org.sweetspot.statistics.UndefinedException;

/** Different positive numbers, ascending, with how many lie below each; finds the best cut-off. */
final class SortedTail {
  private final double[] logs;
  private final int[] below;
  private final double[] values;
  private final int size;
  private double best;
  private int bestCandidate;
  private int worstPlace;

  private SortedTail(double[] values, double[] logs, int[] below, int size) {
    this.values = values;
    this.logs = logs;
    this.below = below;
    this.size = size;
  }

  static SortedTail of(double[] sample) {
    double[] sorted = positive(sample);
    double[] values = new double[sorted.length];
    int[] below = new int[sorted.length];
    int different = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        values[different] = sorted[i];
        below[different++] = i;
      }
    }
    if (different < 2) {
      throw new UndefinedException(
          "power law: expected at least two different positive numbers, got " + different);
    }
    values = Arrays.copyOf(values, different);
    double[] logs = new double[different];
    for (int i = 0; i < different; i++) {
      logs[i] = Math.log(values[i]);
    }
    return new SortedTail(values, logs, Arrays.copyOf(below, different), sorted.length);
  }

  /** The positive ones, ascending. */
  static double[] positive(double[] sample) {
    for (double value : sample) {
      if (!Double.isFinite(value)) {
        throw new UndefinedException("power law: expected finite numbers, got " + value);
      }
    }
    double[] sorted = Arrays.stream(sample).filter(value -> value > 0).toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  PowerLawFit fit() {
    double[] steepness = steepness();
    best = Double.POSITIVE_INFINITY;
    bestCandidate = Integer.MAX_VALUE;
    worstPlace = 0;
    // A coarse sweep first: the sooner a good candidate is known, the sooner others are given up.
    int last = values.length - 2;
    for (int stride = Integer.highestOneBit(last + 1); stride >= 1; stride /= 2) {
      boolean first = stride == Integer.highestOneBit(last + 1);
      for (int k = first ? 0 : stride; k <= last; k += first ? stride : 2 * stride) {
        consider(k, steepness[k]);
      }
    }
    int tail = size - below[bestCandidate];
    return new PowerLawFit(1 + steepness[bestCandidate], values[bestCandidate], best, tail, size);
  }

  /**
   * alpha - 1 for every candidate. The sums of ln(x / x_min) follow each other downwards, T_k =
   * T_k+1 + n_k+1 (ln x_k+1 - ln x_k): only positive terms, nothing cancels.
   */
  private double[] steepness() {
    double[] result = new double[values.length];
    double sum = 0;
    for (int k = values.length - 2; k >= 0; k--) {
      sum += (size - below[k + 1]) * (logs[k + 1] - logs[k]);
      result[k] = (size - below[k]) / sum;
    }
    return result;
  }

  private void consider(int candidate, double steepness) {
    int last = values.length - 1;
    Search search = new Search(candidate, steepness);
    // Where the candidate before was worst, this one is probably bad, too.
    if (worstPlace > candidate) {
      search.see(worstPlace);
    }
    double low = search.see(candidate);
    double high = search.see(last);
    search.between(candidate, low, last, high);
    if (!search.worse()) {
      best = search.distance;
      bestCandidate = candidate;
    }
    worstPlace = search.place;
  }

  /** The distance of one candidate. */
  private final class Search {
    private final int candidate;
    private final double steepness;
    private final double count;
    private double distance;
    private int place;

    Search(int candidate, double steepness) {
      this.candidate = candidate;
      this.steepness = steepness;
      this.count = size - below[candidate];
    }

    boolean worse() {
      return distance > best || (distance == best && candidate > bestCandidate);
    }

    /** The fitted distribution function at one place, whose distance is taken note of. */
    double see(int at) {
      double fitted = 1 - Math.exp(-steepness * (logs[at] - logs[candidate]));
      double gap = Math.abs(fitted - share(at));
      if (gap > distance) {
        distance = gap;
        place = at;
      }
      return fitted;
    }

    private double share(int at) {
      return (below[at] - below[candidate]) / count;
    }

    /** Places strictly between two seen ones; both functions grow, which bounds their distance. */
    void between(int from, double low, int to, double high) {
      if (to - from < 2 || worse()) {
        return;
      }
      double bound = Math.max(high - share(from + 1), share(to - 1) - low);
      if (bound <= distance) {
        return;
      }
      int middle = (from + to) >>> 1;
      double fitted = see(middle);
      between(from, low, middle, fitted);
      between(middle, fitted, to, high);
    }
  }
}
