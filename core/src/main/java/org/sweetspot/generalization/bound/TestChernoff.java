package org.sweetspot.generalization.bound;

import java.util.List;

/**
 * Chernoff's bound on a binomial tail, inverted: the largest p with kl(k/n, p) at most
 * ln(1/delta)/n. Always above the exact tail, and never far. Error: that of {@link BinaryKl},
 * rounded up.
 */
public final class TestChernoff implements BoundRule {
  private static final BoundCard CARD =
      new BoundCard(
          "test-set-kl",
          "relative-entropy (Chernoff) bound on held-out examples",
          BoundKind.CERTIFIED,
          BoundCard.ERROR,
          BoundCard.TEST_ERROR,
          "kl^-1(k/n, ln(1/delta)/n)",
          List.of(BoundCard.INDEPENDENT, "nothing about the network was chosen by these examples"),
          "",
          "Langford 2005, JMLR 6, section 3");

  @Override
  public BoundCard card() {
    return CARD;
  }

  @Override
  public BoundAnswer apply(Evidence evidence, double delta) {
    return HeldOutErrors.bound(CARD, evidence, delta, held -> value(held, delta));
  }

  /** The bound on the error rate. */
  static double value(HeldOutErrors held, double delta) {
    return BinaryKl.upper(held.rate(), -Math.log(delta) / held.of());
  }
}
