package org.sweetspot.theory.setting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sweetspot.random.Seed;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Verdict;

class OfflineTailsTest {
  @Test
  void theDistanceIsThatBetweenSamplesOfEqualRank() {
    // A shift by 2; and half of the mass moved by 4.
    assertThat(OfflineTails.distance(new double[] {0, 1, 5}, new double[] {2, 3, 7})).isEqualTo(2);
    assertThat(OfflineTails.distance(new double[] {0, 0, 3, 3}, new double[] {0, 0, 7, 7}))
        .isEqualTo(2);
  }

  @Test
  @Tag("heavy")
  void itComesOutAsPredicted() {
    for (Check check : new OfflineTails().run(new Seed(1)).checks()) {
      assertThat(check.verdict()).as(check.toString()).isEqualTo(Verdict.HOLDS);
    }
  }
}
