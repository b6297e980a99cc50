package org.sweetspot.sparsity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.sweetspot.precision.Draws;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

class UnbiasedSparsifierTest {
  @Test
  void probabilitiesAreThoseOfTheFormulas() {
    assertThat(probabilities(1, 3, -1)).containsExactly(0.75, 0.25);
    // max <= S / 2: 2 |a| / S
    assertThat(probabilities(2, 4, 3, 2, -1)).containsExactly(0.8, 0.6, 0.4, 0.2);
    // max > S / 2: 1, and the others |a| / (S - max)
    assertThat(probabilities(2, -9, 3, 2, 1)).containsExactly(1, 0.5, 2 / 6.0, 1 / 6.0);
    assertThat(probabilities(2, 0, 3, 0, 0)).containsExactly(0, 1, 0, 0);
    assertThat(probabilities(2, 0, 0, 0, 0)).containsExactly(0, 0, 0, 0);
    assertThat(probabilities(3, 9, 9, 1, 1)).containsExactly(1, 1, 0.5, 0.5);
  }

  @Test
  void meansAndVariancesAreRightAndExactlySoManyAreKept() {
    float[][] groups = {
      {3, -1},
      {4, 3, 2, -1},
      {-9, 3, 2, 1},
      {1e-3f, 1000, 2e-3f, -1},
      {5, 4, 3, -2, 2, 1, 1, -1}
    };
    int[] kept = {1, 2, 2, 2, 4};
    int draws = 1_000_000;
    for (int k = 0; k < groups.length; k++) {
      float[] group = groups[k];
      var sparsifier = new UnbiasedSparsifier(new SparsePattern(kept[k], group.length));
      float[] many = new float[draws * group.length];
      for (int i = 0; i < many.length; i++) {
        many[i] = group[i % group.length];
      }
      float[] sampled = sparsifier.of(many, group.length, Draws.of(new Seed(k).stream("draws")));
      double[] p = UnbiasedSparsifier.probabilities(group, 0, group.length, kept[k]);
      double total = 0;
      for (int i = 0; i < group.length; i++) {
        double mean = 0;
        double square = 0;
        for (int d = 0; d < draws; d++) {
          double value = sampled[d * group.length + i];
          mean += value / draws;
          square += (value - group[i]) * (value - group[i]) / draws;
        }
        double variance = (double) group[i] * group[i] * (1 / p[i] - 1);
        assertThat(mean)
            .as("group " + k + " entry " + i)
            .isCloseTo(group[i], within(4 * Math.sqrt(variance / draws) + 1e-6));
        assertThat(square)
            .isCloseTo(
                variance, within(1e-6 + 0.02 * variance + 5 * kurtosis(group[i], p[i], draws)));
        total += square;
      }
      double closed = sparsifier.variance(group);
      assertThat(total).isCloseTo(closed, within(0.02 * closed + 1e-3));
      for (int d = 0; d < draws; d += 997) {
        int count = 0;
        for (int i = 0; i < group.length; i++) {
          count += sampled[d * group.length + i] != 0 ? 1 : 0;
        }
        assertThat(count).isEqualTo(kept[k]);
      }
    }
  }

  @Test
  void noOtherProbabilitiesHaveLessVariance() {
    float[] group = {4, 3, 2, 1};
    double least = new UnbiasedSparsifier(SparsePattern.of("2:4")).variance(group);
    RandomStream stream = new Seed(9).stream("others");
    for (int k = 0; k < 2000; k++) {
      double[] p = new double[4];
      double sum = 0;
      for (int i = 0; i < 4; i++) {
        p[i] = 0.05 + stream.nextDouble();
        sum += p[i];
      }
      double variance = 0;
      boolean possible = true;
      for (int i = 0; i < 4; i++) {
        p[i] *= 2 / sum;
        possible &= p[i] <= 1;
        variance += group[i] * group[i] * (1 / p[i] - 1);
      }
      assertThat(!possible || variance >= least).isTrue();
    }
    assertThat(least).isCloseTo(16 * .25 + 9 * (1 / .6 - 1) + 4 * 1.5 + 4, within(1e-9));
  }

  @Test
  void threadsChangeNothing() {
    RandomStream stream = new Seed(1).stream("values");
    float[] values = new float[50_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) stream.nextGaussian();
    }
    var sparsifier = new UnbiasedSparsifier(SparsePattern.of("2:4"));
    float[] two = new float[values.length];
    Draws draws = new Draws(5, 6);
    sparsifier.quantize(FloatBuffer.wrap(values), FloatBuffer.wrap(two), 50, draws, 2);
    assertThat(two).isEqualTo(sparsifier.of(values, 50, draws));
  }

  @Test
  void magnitudesKeepTheLargestAndTheFirstOfEqualOnes() {
    float[] values = {1, -3, 2, 2, 0, 5, 5, 5, 7, 1};
    assertThat(new MagnitudeSparsifier(SparsePattern.of("2:4")).of(values, 10, new Draws(0, 0)))
        .containsExactly(0, -3, 2, 0, 0, 5, 5, 0, 7, 0);
  }

  @Test
  void patternsAreChecked() {
    assertThat(SparsePattern.of("8:16")).hasToString("8:16");
    assertThatThrownBy(() -> SparsePattern.of("4:4")).hasMessageContaining("4:4");
    assertThatThrownBy(() -> SparsePattern.of("half")).hasMessageContaining("2:4");
  }

  private static double[] probabilities(int kept, float... values) {
    return UnbiasedSparsifier.probabilities(values, 0, values.length, kept);
  }

  /** The standard error of an estimated variance of a value that is a / p with probability p. */
  private static double kurtosis(double a, double p, int draws) {
    double high = a / p - a;
    double fourth = p * Math.pow(high, 4) + (1 - p) * Math.pow(a, 4);
    return Math.sqrt(fourth / draws);
  }
}
