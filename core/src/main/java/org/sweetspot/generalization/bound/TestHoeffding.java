package org.sweetspot.generalization.bound;

import java.util.List;

/**
 * Hoeffding's inequality: the same width whatever the error, so far too wide where few are wrong.
 * To compare others with.
 */
public final class TestHoeffding implements BoundRule {
  private static final BoundCard CARD =
      new BoundCard(
          "test-set-hoeffding",
          "Hoeffding's bound on held-out examples",
          BoundKind.CERTIFIED,
          BoundCard.ERROR,
          BoundCard.TEST_ERROR,
          "k/n + sqrt(ln(1/delta)/(2n))",
          List.of(BoundCard.INDEPENDENT, "nothing about the network was chosen by these examples"),
          "",
          "Hoeffding 1963, JASA 58, theorem 2");

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
    return held.rate() + Math.sqrt(-Math.log(delta) / (2.0 * held.of()));
  }
}
