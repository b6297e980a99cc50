package org.sweetspot.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.hipparchus.stat.inference.TTest;
import org.junit.jupiter.api.Test;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

class StatisticsTest {
  private static final double[] A = {3.1, 2.7, 4.4, 3.9, 3.3};
  private static final double[] B = {2.2, 2.9, 3.1, 2.4, 2.6};

  @Test
  void pValuesAreThoseOfTheTests() {
    assertThat(MeanDifference.welch(A, B, 0.95).pValue())
        .isCloseTo(new TTest().tTest(A, B), within(1e-12));
    assertThat(MeanDifference.paired(Sample.differences(A, B), 0.95).pValue())
        .isCloseTo(new TTest().pairedTTest(A, B), within(1e-12));
  }

  @Test
  void intervalsHoldZeroExactlyWherePValuesAreLarge() {
    RandomStream stream = new Seed(1).stream("t");
    for (int trial = 0; trial < 200; trial++) {
      double[] d = new double[4];
      Arrays.setAll(d, i -> 0.7 + stream.nextGaussian());
      MeanDifference difference = MeanDifference.paired(d, 0.9);
      boolean holdsZero = difference.low() <= 0 && difference.high() >= 0;
      assertThat(holdsZero).isEqualTo(difference.pValue() >= 0.1);
    }
  }

  @Test
  void numbersWithoutSpreadAreCertain() {
    double[] same = {2, 2, 2};
    assertThat(MeanDifference.welch(same, same, 0.95).pValue()).isEqualTo(1);
    assertThat(MeanDifference.welch(same, new double[] {3, 3}, 0.95).pValue()).isZero();
  }

  @Test
  void holmsAdjustmentIsThatOfThePaper() {
    assertThat(Holm.adjust(new double[] {0.01, 0.04, 0.03, 0.005}))
        .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-12));
    assertThat(Holm.adjust(new double[] {0.9, 0.8})).containsExactly(1, 1);
    assertThat(Holm.adjust(new double[0])).isEmpty();
  }

  @Test
  void theJackknifeOfAMeanIsItsStandardError() {
    double total = Arrays.stream(A).sum();
    double error = Jackknife.standardError(5, k -> (total - A[k]) / 4);
    assertThat(error).isCloseTo(Sample.standardError(A), within(1e-12));
  }

  @Test
  void theBootstrapOfAMeanIsItsStandardErrorOverN() {
    double error =
        new Bootstrap(20_000)
            .standardError(
                5,
                new Seed(1).stream("bootstrap"),
                indices -> Arrays.stream(indices).mapToDouble(i -> A[i]).sum() / 5);
    double expected = Math.sqrt(Sample.variance(A) * 4 / 5 / 5);
    assertThat(error).isCloseTo(expected, within(4 * expected / Math.sqrt(40_000)));
  }

  @Test
  void whatCannotBeComputedIsRefused() {
    assertThatThrownBy(() -> MeanDifference.paired(new double[] {1}, 0.95))
        .hasMessageContaining("at least 2 pairs");
    assertThatThrownBy(() -> MeanDifference.welch(A, new double[] {1}, 0.95))
        .hasMessageContaining("at least 2 observations");
    assertThatThrownBy(() -> MeanDifference.paired(new double[] {1, Double.NaN}, 0.95))
        .hasMessageContaining("finite");
    assertThatThrownBy(() -> MeanDifference.paired(A, 1)).hasMessageContaining("confidence");
    assertThatThrownBy(() -> Sample.differences(A, new double[2])).hasMessageContaining("5 and 2");
    assertThatThrownBy(() -> Holm.adjust(new double[] {Double.NaN}))
        .hasMessageContaining("p-value");
    assertThatThrownBy(() -> Jackknife.standardError(1, k -> 0)).hasMessageContaining("blocks");
    assertThatThrownBy(() -> new Bootstrap(1)).hasMessageContaining("replicates");
  }
}
