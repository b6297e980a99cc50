package org.sweetspot.control.correction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScalingRuleTest {
  @Test
  void eachRuleKeepsWhatItSays() {
    double kappa = 16;
    // rate / batch, rate^2 / batch (the variance of one step), expected progress.
    assertThat(ScalingRule.LINEAR.factor(kappa, 5) / kappa).isEqualTo(1);
    assertThat(Math.pow(ScalingRule.SQUARE_ROOT.factor(kappa, 5), 2) / kappa).isEqualTo(1);
    assertThat(ScalingRule.NOISE_MEASURED.factor(kappa, 5)).isEqualTo(5);
  }

  @Test
  void withoutAChangeNoRuleMovesTheRate() {
    for (ScalingRule rule : ScalingRule.values()) {
      assertThat(rule.factor(1, 1)).isEqualTo(1);
    }
  }

  @Test
  void theirNamesAreTheFields() {
    assertThat(ScalingRule.values())
        .extracting(ScalingRule::words)
        .containsExactly("linear", "square root", "noise-measured");
  }
}
