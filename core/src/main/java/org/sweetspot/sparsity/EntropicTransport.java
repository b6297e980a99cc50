package org.sweetspot.sparsity;

import java.util.Arrays;

/**
 * For large blocks: the relaxed problem with entropy, max sum w s + H(s) / strength over s from 0
 * to 1 with rows and columns that sum to N, by Dykstra's projections (rows, columns, the bound of 1
 * with its correction); then greedy along s, repaired by w.
 *
 * <p>Source: "TSENOR: Highly-efficient algorithm for finding transposable N:M sparse masks" (arXiv
 * 2505.23949), section 3. Failure: too few iterations leave sums that are off, which costs quality,
 * never feasibility.
 *
 * @param iterations of the three projections
 * @param strength of the weights against the entropy, relative to the largest weight
 */
public record EntropicTransport(int iterations, double strength) implements BlockSolver {
  /** Enough for blocks of 32. */
  public static final EntropicTransport USUAL = new EntropicTransport(150, 60);

  /** Checks that something is computed. */
  public EntropicTransport {
    if (iterations < 1 || !(strength > 0 && strength <= 600)) {
      throw new IllegalArgumentException(
          "entropic transport: expected 1 or more iterations and a strength in (0, 600], got "
              + iterations
              + " and "
              + strength);
    }
  }

  @Override
  public void solve(float[] magnitudes, int size, int kept, boolean[] mask) {
    double[] plan = plan(magnitudes, size, kept);
    long[] order = new long[plan.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = ((long) Float.floatToRawIntBits((float) plan[i]) << Integer.SIZE) | i;
    }
    Arrays.sort(order);
    RepairedGreedy.take(order, magnitudes, size, kept, mask);
  }

  /** The relaxed choice, between 0 and 1. */
  double[] plan(float[] magnitudes, int size, int kept) {
    float largest = Float.MIN_NORMAL;
    for (float one : magnitudes) {
      largest = Math.max(largest, one);
    }
    double[] plan = new double[magnitudes.length];
    double[] correction = new double[magnitudes.length];
    Arrays.fill(correction, 1);
    for (int i = 0; i < plan.length; i++) {
      plan[i] = Math.exp(strength * (magnitudes[i] / largest - 1));
    }
    for (int iteration = 0; iteration < iterations; iteration++) {
      project(plan, size, kept, size, 1);
      project(plan, size, kept, 1, size);
      for (int i = 0; i < plan.length; i++) {
        double raised = plan[i] * correction[i];
        plan[i] = Math.min(raised, 1);
        correction[i] = raised / plan[i];
      }
    }
    return plan;
  }

  private static void project(double[] plan, int size, int kept, int line, int step) {
    for (int i = 0; i < size; i++) {
      double sum = 0;
      for (int j = 0; j < size; j++) {
        sum += plan[i * line + j * step];
      }
      for (int j = 0; j < size; j++) {
        plan[i * line + j * step] *= kept / sum;
      }
    }
  }
}
