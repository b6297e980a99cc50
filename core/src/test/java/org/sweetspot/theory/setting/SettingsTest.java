package org.sweetspot.theory.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sweetspot.random.Seed;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.FormulaClaim;
import org.sweetspot.theory.Verdict;

@Tag("heavy")
class SettingsTest {
  static Stream<FormulaClaim> settings() {
    return Settings.SHIPPED.claims().stream().map(FormulaClaim.class::cast);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void eachComesOutAsPredicted(FormulaClaim claim) {
    for (Check check : claim.run(new Seed(1)).checks()) {
      assertThat(check.verdict()).as(claim.card().id() + ": " + check).isEqualTo(Verdict.HOLDS);
    }
  }

  @Test
  void theTailIndexIsTheTableOfThePaper() {
    assertThat(MultiplicativeNoise.index(0.3)).isCloseTo(5.31, within(0.01));
    assertThat(MultiplicativeNoise.index(0.5)).isCloseTo(2.90, within(0.01));
    assertThat(MultiplicativeNoise.index(0.8)).isCloseTo(1.55, within(0.01));
  }

  @Test
  void changingRatesHaveThePapersTailIndices() {
    assertThat(CyclicRates.constant()).isCloseTo(3.81, within(0.01));
    assertThat(CyclicRates.cyclic()).isCloseTo(2.90, within(0.01));
    assertThat(CyclicRates.random()).isCloseTo(2.74, within(0.01));
    for (Check check : new CyclicRates().run(new Seed(1)).checks()) {
      assertThat(check.verdict()).as(check.toString()).isEqualTo(Verdict.HOLDS);
    }
  }

  @Test
  void delaysHaveTheirThresholds() {
    assertThat(StabilityThresholds.growth(0.999, 1)).isNegative();
    assertThat(StabilityThresholds.growth(1.001, 1)).isPositive();
  }

  @Test
  void pruningNormalEntriesLeavesThreeQuarters() {
    assertThat(HeavyTailsCompress.normal()).isCloseTo(0.749, within(5e-4));
    assertThat(HeavyTailsCompress.error(new double[] {0, 0, 0, 0, 0, 0, 0, 0, 3, 4}))
        .isCloseTo(0.6, within(1e-15));
  }
}
