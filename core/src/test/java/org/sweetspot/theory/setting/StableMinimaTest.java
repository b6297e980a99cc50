package org.sweetspot.theory.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sweetspot.random.Seed;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Verdict;

class StableMinimaTest {
  @Test
  void theStraightFunctionMeetsEachTarget() {
    double[][] x = {{-1}, {0}, {0.5}, {2}};
    double[] y = {3, -1, 0.25, 4};
    double[] w = StableMinima.straight(x, y);
    ShallowRelu network = new ShallowRelu(1, 3, x, y);
    for (int i = 0; i < x.length; i++) {
      assertThat(network.value(w, x[i])).isCloseTo(y[i], within(1e-12));
    }
    // It bends at 0 from -4 to 2.5, and at 0.5 to 2.5 again: one bend, of 6.5. To its right lie 0.5
    // and 2, to its left -1: P E[x - 0; on] sqrt(P^2 + E[x; on]^2) of both sides, the smaller.
    double right = 2.5 / 4 * Math.sqrt(0.25 + square(2.5 / 4));
    double left = 0.25 * Math.sqrt(0.0625 + 0.0625);
    assertThat(network.weightedVariation(w)).isCloseTo(6.5 * Math.min(left, right), within(1e-12));
  }

  private static double square(double value) {
    return value * value;
  }

  @Test
  @Tag("heavy")
  void itComesOutAsPredicted() {
    for (Check check : new StableMinima().run(new Seed(1)).checks()) {
      assertThat(check.verdict()).as(check.toString()).isEqualTo(Verdict.HOLDS);
    }
  }
}
