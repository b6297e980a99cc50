package org.sweetspot.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

class PairedIntervalTest {
  @Test
  void theIntervalOfAMeanIsStudents() {
    Interval interval = PairedInterval.ofMean(new double[] {1, 2, 3}, 0.95);
    // t(0.975, 2) = 4.302652729911275; s / sqrt(3) = 1 / sqrt(3).
    assertThat(interval.value()).isEqualTo(2);
    assertThat(interval.high() - 2).isCloseTo(4.302652729911275 / Math.sqrt(3), within(1e-9));
    assertThat(2 - interval.low()).isCloseTo(interval.high() - 2, within(1e-12));
    assertThat(interval.holdsZero()).isTrue();
  }

  @Test
  void aRatioWithAConstantDenominatorIsAScaledMean() {
    double[] numerators = {1, 2, 4};
    Interval mean = PairedInterval.ofMean(numerators, 0.9);
    Interval ratio = PairedInterval.ofRatio(numerators, new double[] {2, 2, 2}, 0.9);
    assertThat(ratio.low()).isCloseTo(mean.low() / 2, within(1e-12));
    assertThat(ratio.high()).isCloseTo(mean.high() / 2, within(1e-12));
  }

  @Test
  void aProportionalNumeratorLeavesNoDoubt() {
    Interval ratio =
        PairedInterval.ofRatio(new double[] {10, 11, 12.5}, new double[] {20, 22, 25}, 0.95);
    assertThat(ratio.value()).isEqualTo(0.5);
    assertThat(ratio.low()).isCloseTo(0.5, within(1e-7));
    assertThat(ratio.high()).isCloseTo(0.5, within(1e-7));
  }

  @Test
  void aRatioOverNothingIsUnbounded() {
    Interval ratio =
        PairedInterval.ofRatio(new double[] {1, 2, 3}, new double[] {-1, 0.1, 1}, 0.95);
    assertThat(ratio.low()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(ratio.high()).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void bothIntervalsHoldTheTruthAsOftenAsTheySay() {
    RandomStream stream = new Seed(5).stream("coverage");
    int trials = 4000;
    int mean = 0;
    int ratio = 0;
    for (int trial = 0; trial < trials; trial++) {
      double[] a = new double[5];
      double[] b = new double[5];
      for (int i = 0; i < a.length; i++) {
        double common = stream.nextGaussian();
        b[i] = 10 + common + stream.nextGaussian();
        a[i] = 6 + common + stream.nextGaussian();
      }
      Interval m = PairedInterval.ofMean(a, 0.9);
      Interval r = PairedInterval.ofRatio(a, b, 0.9);
      mean += m.low() <= 6 && m.high() >= 6 ? 1 : 0;
      ratio += r.low() <= 0.6 && r.high() >= 0.6 ? 1 : 0;
    }
    double fourErrors = 4 * Math.sqrt(0.9 * 0.1 / trials);
    assertThat((double) mean / trials).isCloseTo(0.9, within(fourErrors));
    assertThat((double) ratio / trials).isCloseTo(0.9, within(fourErrors));
  }

  @Test
  void oneRunOrANumberThatIsNoneIsRefused() {
    assertThatThrownBy(() -> PairedInterval.ofMean(new double[] {1}, 0.95))
        .hasMessageContaining("expected at least 2");
    assertThatThrownBy(() -> PairedInterval.ofMean(new double[] {1, Double.NaN}, 0.95))
        .hasMessageContaining("NaN");
  }
}
