package org.sweetspot.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** References: scipy 1.x, {@code nct.sf(t.ppf(1 - alpha / 2, n - 1), n - 1, d * sqrt(n))}. */
class PairedPowerTest {
  @Test
  void powerIsThatOfTheNoncentralDistribution() {
    assertThat(new PairedPower(5, 0.05).of(1, 1)).isCloseTo(0.4013202852, within(1e-3));
    assertThat(new PairedPower(5, 0.05).of(4, 2)).isCloseTo(0.9088848642, within(1e-3));
    assertThat(new PairedPower(10, 0.05).of(1, 1)).isCloseTo(0.8030962087, within(1e-3));
    assertThat(new PairedPower(4, 0.0125).of(3, 1)).isCloseTo(0.6870466208, within(1e-3));
    assertThat(new PairedPower(20, 0.01).of(0.8, 1)).isCloseTo(0.7536338968, within(1e-3));
  }

  @Test
  void withoutADifferenceThePowerIsHalfTheLevel() {
    assertThat(new PairedPower(6, 0.05).of(0, 1)).isCloseTo(0.025, within(1e-3));
  }

  @Test
  void theSmallestDifferenceHasThePowerAskedFor() {
    assertThat(new PairedPower(5, 0.05).smallest(1, 0.8)).isCloseTo(1.6819972822, within(3e-3));
    assertThat(new PairedPower(8, 0.05 / 7).smallest(2, 0.8))
        .isCloseTo(2 * 1.6956444562, within(6e-3));
    assertThat(new PairedPower(3, 0.05).smallest(1, 0.8)).isCloseTo(3.2640435498, within(1e-2));
  }

  @Test
  void morePairsFindSmallerDifferences() {
    PairedPower five = new PairedPower(5, 0.05);
    assertThat(five.pairsFor(0.5, 1, 0.8)).isEqualTo(34);
    assertThat(five.pairsFor(five.smallest(1, 0.8) + 1e-9, 1, 0.8)).isEqualTo(5);
  }

  @Test
  void onePairOrNoLevelIsRefused() {
    assertThatThrownBy(() -> new PairedPower(1, 0.05)).hasMessageContaining("at least 2, got 1");
    assertThatThrownBy(() -> new PairedPower(5, 0)).hasMessageContaining("above 0");
  }
}
