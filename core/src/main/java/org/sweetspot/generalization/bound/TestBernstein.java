package org.sweetspot.generalization.bound;

import java.util.List;

/**
 * Maurer and Pontil's empirical Bernstein inequality: the variance is estimated on the same
 * examples and paid for. Needs two examples; below that it says 1. For counts the exact tail is
 * smaller; for losses other than 0 and 1 this one still holds.
 */
public final class TestBernstein implements BoundRule {
  private static final BoundCard CARD =
      new BoundCard(
          "test-set-bernstein",
          "empirical Bernstein bound on held-out examples",
          BoundKind.CERTIFIED,
          BoundCard.ERROR,
          BoundCard.TEST_ERROR,
          "k/n + sqrt(2 V ln(2/delta)/n) + 7 ln(2/delta)/(3(n - 1)), V = k(n - k)/(n(n - 1))",
          List.of(BoundCard.INDEPENDENT, "nothing about the network was chosen by these examples"),
          "",
          "Maurer and Pontil 2009, COLT, theorem 4");

  @Override
  public BoundCard card() {
    return CARD;
  }

  @Override
  public BoundAnswer apply(Evidence evidence, double delta) {
    return HeldOutErrors.bound(CARD, evidence, delta, held -> value(held, delta));
  }

  /** The bound on the error rate, possibly above 1. */
  static double value(HeldOutErrors held, double delta) {
    double n = held.of();
    double k = held.errors();
    return n < 2 ? 1 : bernstein(k / n, k * (n - k) / (n * (n - 1)), n, delta);
  }

  /**
   * The bound on the mean of independent numbers in [0, 1].
   *
   * @param mean of the sample
   * @param variance of the sample, over n - 1
   * @param n numbers, at least 2
   */
  static double bernstein(double mean, double variance, double n, double delta) {
    double log = Math.log(2 / delta);
    return mean + Math.sqrt(2 * variance * log / n) + 7 * log / (3 * (n - 1));
  }
}
