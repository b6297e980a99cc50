package org.sweetspot.generalization.bound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.hipparchus.special.Gamma;
import org.junit.jupiter.api.Test;

class TestSetBoundsTest {
  private static final List<BoundRule> RULES =
      List.of(new BinomialTail(), new TestChernoff(), new TestBernstein(), new TestHoeffding());

  @Test
  void theExactTailAgreesWithFiftyDigits() {
    double[][] exact = {
      {0, 10, 0.05, 0.2588655508930523},
      {1, 10, 0.05, 0.39416330243650477},
      {5, 100, 0.05, 0.10225337764327451},
      {9, 10, 0.05, 0.9948838031081763},
      {300, 10000, 0.01, 0.03420863942305238},
      {1200, 10000, 1e-6, 0.1360807229392272},
    };
    for (double[] row : exact) {
      HeldOutErrors held = new HeldOutErrors((int) row[0], (int) row[1]);
      assertThat(BinomialTail.value(held, row[2])).isCloseTo(row[3], within(1e-12));
    }
  }

  @Test
  void noBoundFailsMoreOftenThanDeltaAllows() {
    int n = 60;
    for (double delta : new double[] {0.2, 0.05, 0.001}) {
      for (BoundRule rule : RULES) {
        double worst = 0;
        for (double p = 0.01; p < 1; p += 0.01) {
          worst = Math.max(worst, failure(rule, n, p, delta));
        }
        // The sum over all counts, so no chance is left in it.
        assertThat(worst).as(rule.card().id()).isLessThanOrEqualTo(delta);
      }
    }
  }

  @Test
  void theExactTailSpendsWhatItMay() {
    double worst = 0;
    for (double p = 0.3; p < 0.7; p += 0.001) {
      worst = Math.max(worst, failure(new BinomialTail(), 60, p, 0.05));
    }
    assertThat(worst).isGreaterThan(0.045);
  }

  @Test
  void noBoundIsBelowTheExactTail() {
    for (int k = 0; k <= 40; k++) {
      HeldOutErrors held = new HeldOutErrors(k, 40);
      double exact = BinomialTail.value(held, 0.05);
      assertThat(TestChernoff.value(held, 0.05)).isGreaterThanOrEqualTo(exact);
      assertThat(TestHoeffding.value(held, 0.05)).isGreaterThanOrEqualTo(exact);
      assertThat(TestBernstein.value(held, 0.05)).isGreaterThanOrEqualTo(exact);
    }
  }

  @Test
  void fewErrorsOfManyFavourTheEstimatedVariance() {
    HeldOutErrors held = new HeldOutErrors(30, 10_000);
    assertThat(TestBernstein.value(held, 0.05)).isLessThan(TestHoeffding.value(held, 0.05));
    assertThat(TestHoeffding.value(held, 0.05))
        .isCloseTo(0.003 + Math.sqrt(Math.log(20) / 20_000), within(1e-15));
  }

  @Test
  void withoutHeldOutExamplesNothingIsSaid() {
    for (BoundAnswer answer : BoundCatalogue.SHIPPED.apply(Evidence.NONE, 0.05)) {
      assertThat(answer).isNotInstanceOf(Bound.class);
    }
    assertThatThrownBy(() -> BoundCatalogue.SHIPPED.apply(Evidence.NONE, 0))
        .hasMessageContaining("above 0 and below 1, got 0.0");
    assertThatThrownBy(() -> new HeldOutErrors(3, 2)).hasMessageContaining("3 of 2");
  }

  /** The probability over all counts that the bound is below the truth. */
  private static double failure(BoundRule rule, int n, double p, double delta) {
    double failure = 0;
    for (int k = 0; k <= n; k++) {
      Evidence evidence = Evidence.NONE.with(HeldOutErrors.class, new HeldOutErrors(k, n));
      if (((Bound) rule.apply(evidence, delta)).value() < p) {
        failure +=
            Math.exp(
                Gamma.logGamma(n + 1.0)
                    - Gamma.logGamma(k + 1.0)
                    - Gamma.logGamma(n - k + 1.0)
                    + k * Math.log(p)
                    + (n - k) * Math.log1p(-p));
      }
    }
    return failure;
  }
}
