package org.sweetspot.sparsity;

import java.nio.FloatBuffer;
import org.sweetspot.precision.Draws;
import org.sweetspot.precision.Quantizer;
import org.sweetspot.precision.Storage;

/**
 * Keeps N of every M numbers at random and divides them by the probability of being kept, so that
 * the mean is right: with p_i = min(1, c |a_i|), c such that they add up to N, the variance sum
 * a_i^2 (1 / p_i - 1) is the least there is. One random number a group: with it, systematic
 * sampling keeps exactly N (or all that are not 0, if fewer).
 *
 * <p>For 1:2 this keeps a_i with probability |a_i| / (|a_1| + |a_2|) as sign(a_i) (|a_1| + |a_2|).
 * Source: Chmiel et al., "Minimum variance unbiased N:M sparsity for the neural gradients" (ICLR
 * 2023); their public code for 2:4 is biased in two of its three cases.
 *
 * @param pattern N:M along the rows
 */
public record UnbiasedSparsifier(SparsePattern pattern) implements Quantizer {
  /** What recipes call it, after the pattern. */
  public static final String WORD = "unbiased";

  private static final int PIECE = 1 << 12;

  @Override
  public String name() {
    return pattern + "+" + WORD;
  }

  @Override
  public Storage storage() {
    return Storage.PLAIN.sparse(pattern.kept(), pattern.of());
  }

  @Override
  public boolean isRandom() {
    return true;
  }

  @Override
  public void quantize(
      FloatBuffer from, FloatBuffer into, int rowLength, Draws draws, int threads) {
    Groups.each(
        from,
        into,
        rowLength,
        pattern.of(),
        PIECE,
        threads,
        (values, start, size, group) -> sample(values, start, size, draws.fineUniform(group)));
  }

  private void sample(float[] values, int start, int size, double uniform) {
    int kept = Math.min(pattern.kept(), size);
    double[] p = probabilities(values, start, size, kept);
    double low = 0;
    for (int i = 0; i < size; i++) {
      double high = low + p[i];
      // Chosen if a point uniform, uniform + 1, ... falls into [low, high).
      boolean chosen = p[i] >= 1 || Math.ceil(high - uniform) > Math.ceil(low - uniform);
      values[start + i] = chosen && p[i] > 0 ? (float) (values[start + i] / p[i]) : 0;
      low = p[i] >= 1 ? low : high;
    }
  }

  /** Of being kept: in proportion to the magnitudes, at most 1, N together. */
  static double[] probabilities(float[] values, int start, int size, int kept) {
    double[] p = new double[size];
    boolean[] sure = new boolean[size];
    int left = kept;
    while (true) {
      double sum = 0;
      for (int i = 0; i < size; i++) {
        sum += sure[i] ? 0 : Math.abs(values[start + i]);
      }
      boolean more = false;
      for (int i = 0; i < size; i++) {
        double magnitude = Math.abs(values[start + i]);
        if (!sure[i] && magnitude > 0 && magnitude * left >= sum) {
          sure[i] = true;
          more = true;
        }
      }
      if (!more) {
        for (int i = 0; i < size; i++) {
          p[i] = sure[i] ? 1 : sum == 0 ? 0 : left * Math.abs(values[start + i]) / sum;
        }
        return p;
      }
      left = kept;
      for (boolean one : sure) {
        left -= one ? 1 : 0;
      }
      if (left <= 0) {
        for (int i = 0; i < size; i++) {
          p[i] = sure[i] ? 1 : 0;
        }
        return p;
      }
    }
  }

  /** The least variance of one group's sum: sum a_i^2 (1 / p_i - 1). */
  public double variance(float[] group) {
    double[] p = probabilities(group, 0, group.length, Math.min(pattern.kept(), group.length));
    double sum = 0;
    for (int i = 0; i < group.length; i++) {
      sum += p[i] > 0 ? (double) group[i] * group[i] * (1 / p[i] - 1) : 0;
    }
    return sum;
  }
}
