package org.sweetspot.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StudentTTest {
  /** One degree of freedom is Cauchy's distribution, two have a closed form as well. */
  @Test
  void quantilesOfOneAndTwoDegreesAreTheClosedForms() {
    for (double confidence : new double[] {0.5, 0.9, 0.95, 0.99}) {
      assertThat(StudentT.factor(1, confidence))
          .isCloseTo(Math.tan(Math.PI * confidence / 2), within(1e-7));
      double c = confidence;
      assertThat(StudentT.factor(2, c)).isCloseTo(c * Math.sqrt(2 / (1 - c * c)), within(1e-7));
    }
  }

  @Test
  void theChanceBeyondTheFactorIsWhatConfidenceLeaves() {
    for (double degrees : new double[] {1, 2.5, 7, 40}) {
      double factor = StudentT.factor(degrees, 0.95);
      assertThat(StudentT.twoSided(degrees, factor)).isCloseTo(0.05, within(1e-9));
      assertThat(StudentT.twoSided(degrees, -factor)).isCloseTo(0.05, within(1e-9));
    }
    assertThat(StudentT.twoSided(3, 0)).isEqualTo(1);
  }
}
