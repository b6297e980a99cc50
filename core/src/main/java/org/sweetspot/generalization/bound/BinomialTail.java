package org.sweetspot.generalization.bound;

import java.util.List;
import org.hipparchus.special.Beta;

/**
 * The largest error rate at which so few errors on the test set would still happen with probability
 * delta: {@code P(Binomial(n, p) <= k) = I_(1-p)(n - k, k + 1) = delta}, the one-sided interval of
 * Clopper and Pearson. No other bound from the count alone is smaller everywhere. Error: below
 * 1e-12, rounded up. Cost: 60 incomplete beta functions.
 */
public final class BinomialTail implements BoundRule {
  private static final BoundCard CARD =
      new BoundCard(
          "test-set-exact",
          "exact binomial tail on held-out examples",
          BoundKind.CERTIFIED,
          BoundCard.ERROR,
          BoundCard.TEST_ERROR,
          "the p at which k or fewer errors of n have probability delta: 1 - delta quantile of"
              + " Beta(k + 1, n - k)",
          List.of(BoundCard.INDEPENDENT, "nothing about the network was chosen by these examples"),
          "",
          "Clopper and Pearson 1934; Langford 2005, JMLR 6, section 3");

  /** Above the error of the incomplete beta function, as it reaches the bound. */
  private static final double ROUNDING = 1e-13;

  @Override
  public BoundCard card() {
    return CARD;
  }

  @Override
  public BoundAnswer apply(Evidence evidence, double delta) {
    return HeldOutErrors.bound(CARD, evidence, delta, held -> value(held, delta));
  }

  /** The bound on the error rate: 1 where all were wrong. */
  static double value(HeldOutErrors held, double delta) {
    int k = held.errors();
    int n = held.of();
    if (k == n) {
      return 1;
    }
    if (k == 0) {
      // Here Chernoff's bound is the tail itself.
      return TestChernoff.value(held, delta);
    }
    double low = held.rate();
    double high = 1;
    for (double mid = (low + high) / 2; mid > low && mid < high; mid = (low + high) / 2) {
      if (Beta.regularizedBeta(1 - mid, n - k, k + 1.0) > delta) {
        low = mid;
      } else {
        high = mid;
      }
    }
    return Math.min(1, high * (1 + ROUNDING));
  }
}
