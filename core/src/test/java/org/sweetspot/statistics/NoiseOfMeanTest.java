package org.sweetspot.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

class NoiseOfMeanTest {
  @Test
  void threeVectorsByHand() {
    // (1, 0), (3, 0), (2, 3): mean (2, 1), deviations of squared length 2, 2, 4.
    NoiseOfMean noise = NoiseOfMean.ofSums(3, 1 + 9 + 13, 36 + 9);
    assertThat(noise.variance()).isCloseTo(4, within(1e-15));
    assertThat(noise.squaredMean()).isCloseTo(5 - 4 / 3.0, within(1e-14));
    assertThat(noise.ofBatchesOf(8)).isEqualTo(new NoiseOfMean(32, noise.squaredMean()));
  }

  @Test
  void productsAndSumsSayTheSameWithAnyVectorLeftOut() {
    double[][] vectors = {{1, 0}, {3, 0}, {2, 3}};
    double[][] products = new double[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        products[i][j] = vectors[i][0] * vectors[j][0] + vectors[i][1] * vectors[j][1];
      }
    }
    assertThat(NoiseOfMean.ofProducts(products, -1)).isEqualTo(NoiseOfMean.ofSums(3, 23, 45));
    assertThat(NoiseOfMean.ofProducts(products, 2)).isEqualTo(NoiseOfMean.ofSums(2, 10, 16));
    assertThat(NoiseOfMean.ofProducts(products, 0)).isEqualTo(NoiseOfMean.ofSums(2, 22, 34));
  }

  /** Over 4,000 draws of five vectors with variance 3 about (2, 0, 0). */
  @Test
  void bothMomentsHaveNoBias() {
    RandomStream stream = new Seed(5).stream("test/noise");
    double[] variances = new double[4000];
    double[] means = new double[4000];
    for (int draw = 0; draw < variances.length; draw++) {
      double squares = 0;
      double[] sum = new double[3];
      for (int i = 0; i < 5; i++) {
        for (int d = 0; d < 3; d++) {
          double entry = (d == 0 ? 2 : 0) + stream.nextGaussian();
          squares += entry * entry;
          sum[d] += entry;
        }
      }
      double square = sum[0] * sum[0] + sum[1] * sum[1] + sum[2] * sum[2];
      NoiseOfMean noise = NoiseOfMean.ofSums(5, squares, square);
      variances[draw] = noise.variance();
      means[draw] = noise.squaredMean();
    }
    assertThat(Sample.mean(variances)).isCloseTo(3, within(4 * Sample.standardError(variances)));
    assertThat(Sample.mean(means)).isCloseTo(4, within(4 * Sample.standardError(means)));
  }
}
