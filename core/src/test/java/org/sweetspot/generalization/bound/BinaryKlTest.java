package org.sweetspot.generalization.bound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BinaryKlTest {
  /** q, c, upper and lower inverse: bisection with 50 digits (mpmath 1.3). */
  private static final double[][] EXACT = {
    {0, 0.1, 0.09516258196404043, 0},
    {0.02, 0.05, 0.09857216773672911, 0.0006291650895190931},
    {0.1, 1e-09, 0.10001341694119693, 0.09998658412546975},
    {0.1, 0.01, 0.14767553929800747, 0.06291062984725831},
    {0.5, 1e-14, 0.5000000707106781, 0.49999992928932185},
    {0.5, 0.3, 0.8358527817012885, 0.16414721829871143},
    {0.5, 20, 1.0, 1.0620885638228972e-18},
    {0.9, 2.0, 0.9999999999201467, 0.07618269236191545},
    {0.999, 0.1, 1.0, 0.8996823203701357},
  };

  @Test
  void inversesAgreeWithFiftyDigits() {
    for (double[] row : EXACT) {
      assertThat(BinaryKl.upper(row[0], row[1])).isCloseTo(row[2], within(1e-12));
      assertThat(BinaryKl.lower(row[0], row[1])).isCloseTo(row[3], within(1e-12));
    }
  }

  @Test
  void aSmallLowerInverseHasItsDigitsToo() {
    assertThat(BinaryKl.lower(0.5, 20) / 1.0620885638228972e-18).isCloseTo(1, within(1e-12));
    assertThat(BinaryKl.lower(1, 300) / Math.exp(-300)).isCloseTo(1, within(1e-12));
  }

  @Test
  void inversesAreNeverRoundedInward() {
    for (double[] row : EXACT) {
      double up = BinaryKl.upper(row[0], row[1]);
      assertThat(up == 1 || BinaryKl.kl(row[0], up) >= row[1]).isTrue();
      double low = BinaryKl.lower(row[0], row[1]);
      assertThat(low == 0 || BinaryKl.kl(row[0], low) >= row[1]).isTrue();
    }
  }

  @Test
  void theTwoInversesMirrorEachOther() {
    for (double q = 0.05; q < 1; q += 0.05) {
      assertThat(BinaryKl.upper(q, 0.2) + BinaryKl.lower(1 - q, 0.2)).isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void nothingToPayLeavesTheRateAndEverythingLeavesNothing() {
    assertThat(BinaryKl.upper(0.3, 0)).isCloseTo(0.3, within(1e-12));
    assertThat(BinaryKl.lower(0.3, 0)).isCloseTo(0.3, within(1e-12));
    assertThat(BinaryKl.upper(0.3, Double.POSITIVE_INFINITY)).isEqualTo(1);
    assertThat(BinaryKl.lower(0.3, Double.POSITIVE_INFINITY)).isZero();
    assertThat(BinaryKl.upper(0, 0)).isZero();
  }

  @Test
  void entropyIsInfiniteWhereItMustBe() {
    assertThat(BinaryKl.kl(0.5, 0)).isInfinite();
    assertThat(BinaryKl.kl(0.5, 1)).isInfinite();
    assertThat(BinaryKl.kl(1, 1)).isZero();
    assertThat(BinaryKl.kl(0.5, 0.25)).isCloseTo(0.5 * Math.log(4.0 / 3), within(1e-15));
  }

  @Test
  void whatIsNoRateIsRefused() {
    assertThatThrownBy(() -> BinaryKl.upper(1.5, 0.1)).hasMessageContaining("got 1.5");
    assertThatThrownBy(() -> BinaryKl.lower(0.5, -1)).hasMessageContaining("got -1");
  }
}
