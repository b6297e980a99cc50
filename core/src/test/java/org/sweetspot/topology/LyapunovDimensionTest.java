package org.sweetspot.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LyapunovDimensionTest {
  @Test
  void theHenonMapHasItsDimension() {
    // Rates 0.419 and -1.623: 1 + 0.419 / 1.623 (Wolf et al. 1985).
    assertThat(LyapunovDimension.of(new double[] {0.419, -1.623})).isCloseTo(1.2582, within(1e-4));
  }

  @Test
  void sumsAreTakenAsLongAsTheyAreNotNegative() {
    assertThat(LyapunovDimension.of(new double[] {1, 0, -2, -3})).isEqualTo(2.5);
    assertThat(LyapunovDimension.of(new double[] {1, 0, -1, -3})).isEqualTo(3);
    assertThat(LyapunovDimension.of(new double[] {-1, -2})).isZero();
    assertThat(LyapunovDimension.of(new double[] {1, 1})).isEqualTo(2);
    assertThat(LyapunovDimension.of(new double[] {1, Double.NEGATIVE_INFINITY})).isEqualTo(1);
  }

  @Test
  void weightsStandForEqualRates() {
    double[] single = {0.5, 0.5, 0.1, -0.2, -0.2, -0.2, -0.9};
    assertThat(
            LyapunovDimension.of(new double[] {0.5, 0.1, -0.2, -0.9}, new double[] {2, 1, 3, 1})
                .orElseThrow())
        .isCloseTo(LyapunovDimension.of(single), within(1e-12));
    assertThat(LyapunovDimension.of(new double[0], new double[0])).isEmpty();
  }

  @Test
  void ratesInAnotherOrderAreRefused() {
    assertThatThrownBy(() -> LyapunovDimension.of(new double[] {1, 2}))
        .hasMessageContaining("descending");
  }
}
