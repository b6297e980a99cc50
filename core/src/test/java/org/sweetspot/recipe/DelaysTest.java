package org.sweetspot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Ages of gradients have the mean that was asked for. */
class DelaysTest {
  @Test
  void probabilitiesAddUpToOneAndHaveTheMean() {
    for (Delays delays : Delays.values()) {
      for (int mean : new int[] {1, 3, 8, 40}) {
        double[] p = delays.probabilities(mean);
        double sum = 0;
        double first = 0;
        for (int d = 0; d < p.length; d++) {
          assertThat(p[d]).isNotNegative();
          sum += p[d];
          first += d * p[d];
        }
        assertThat(sum).isCloseTo(1, within(1e-12));
        assertThat(first).isCloseTo(mean, within(1e-9));
        assertThat(p).hasSize(delays.most(mean) + 1);
      }
    }
  }

  @Test
  void theTailsAreWhatTheirNamesSay() {
    double[] geometric = Delays.GEOMETRIC.probabilities(8);
    assertThat(geometric[20] / geometric[19]).isCloseTo(geometric[2] / geometric[1], within(1e-9));
    double[] heavy = Delays.HEAVY_TAILED.probabilities(8);
    assertThat(heavy[60] / heavy[59]).isGreaterThan(heavy[3] / heavy[2]);
    assertThat(heavy[0]).isGreaterThan(geometric[0]);
    assertThat(Delays.CONSTANT.probabilities(2)).containsExactly(0, 0, 1);
  }
}
