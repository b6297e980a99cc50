package org.sweetspot.control.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Delays;

class RandomDelayStabilityTest {
  private static final double[] FEW = {0.4, 0.1, 0.2, 0.3};

  @Test
  void oneAgeForAllHasTheExactLimit() {
    for (int delay : new int[] {0, 1, 8}) {
      double[] p = new double[delay + 1];
      p[delay] = 1;
      for (double m : new double[] {0, 0.9}) {
        double exact = DelayStability.of(delay, m).limit();
        RandomDelayStability same = new RandomDelayStability(p, m);
        assertThat(same.limit()).isCloseTo(exact, within(1e-7 * exact));
        assertThat(same.noiseFactor(exact / 2))
            .isCloseTo(DelayStability.of(delay, m).noiseFactor(exact / 2), within(1e-6));
      }
    }
  }

  /** The naive way: the second moments of all remembered states, one update after another. */
  @Test
  void secondMomentsGrowBeyondTheLimitAlone() {
    for (double m : new double[] {0, 0.5}) {
      double limit = new RandomDelayStability(FEW, m).limit();
      assertThat(growth(FEW, m, 0.99 * limit)).isLessThan(1);
      assertThat(growth(FEW, m, 1.01 * limit)).isGreaterThan(1);
    }
  }

  @Test
  void thePublishedKindsOfAgesAreLimitedInMeanSquare() {
    for (Delays delays : new Delays[] {Delays.GEOMETRIC, Delays.HEAVY_TAILED}) {
      double[] p = delays.probabilities(2);
      double limit = new RandomDelayStability(p, 0).limit();
      assertThat(growth(p, 0, 0.98 * limit)).as(delays.name()).isLessThan(1);
      assertThat(growth(p, 0, 1.02 * limit)).as(delays.name()).isGreaterThan(1);
    }
  }

  @Test
  void theVarianceIsThatOfASimulation() {
    double m = 0.5;
    double step = 0.3 * new RandomDelayStability(FEW, m).limit();
    int paths = 4000;
    RandomStream stream = new Seed(1).stream("paths");
    double[] squares = new double[paths];
    for (int path = 0; path < paths; path++) {
      double[] past = new double[FEW.length + 1];
      for (int t = 0; t < 300; t++) {
        int age = age(stream.nextDouble());
        double next = past[0] + m * (past[0] - past[1]) - step * past[age] + stream.nextGaussian();
        System.arraycopy(past, 0, past, 1, past.length - 1);
        past[0] = next;
      }
      squares[path] = past[0] * past[0];
    }
    double mean = org.sweetspot.statistics.Sample.mean(squares);
    double error = org.sweetspot.statistics.Sample.standardError(squares);
    double expected = new RandomDelayStability(FEW, m).noiseFactor(step) / (2 * step * (1 - m));
    assertThat(mean).isCloseTo(expected, within(4 * error));
    assertThat(new RandomDelayStability(FEW, m).noiseFactor(3)).isInfinite();
  }

  @Test
  void brokenProbabilitiesAreRefused() {
    assertThatThrownBy(() -> new RandomDelayStability(new double[] {0.5, 0.4}, 0))
        .hasMessageContaining("add up to 1");
    assertThatThrownBy(() -> new RandomDelayStability(FEW, 1)).hasMessageContaining("momentum");
  }

  private static int age(double uniform) {
    int age = 0;
    double below = FEW[0];
    while (uniform >= below && age < FEW.length - 1) {
      age++;
      below += FEW[age];
    }
    return age;
  }

  /** By which factor second moments grow in one update, after many. */
  private static double growth(double[] p, double m, double a) {
    int n = Math.max(p.length, 2);
    double[][] s = new double[n][n];
    for (double[] row : s) {
      java.util.Arrays.fill(row, 1);
    }
    double last = 1;
    for (int t = 0; t < 20_000; t++) {
      double[] mean = new double[n];
      mean[0] = 1 + m;
      mean[1] = -m;
      for (int d = 0; d < p.length; d++) {
        mean[d] -= a * p[d];
      }
      double[][] next = new double[n][n];
      double variance = 0;
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          variance += mean[i] * mean[j] * s[i][j];
          if (i < p.length && j < p.length) {
            variance += a * a * ((i == j ? p[i] : 0) - p[i] * p[j]) * s[i][j];
          }
        }
      }
      next[0][0] = variance;
      for (int j = 0; j + 1 < n; j++) {
        for (int i = 0; i < n; i++) {
          next[0][j + 1] += mean[i] * s[i][j];
        }
        next[j + 1][0] = next[0][j + 1];
        System.arraycopy(s[j], 0, next[j + 1], 1, n - 1);
      }
      last = next[0][0] / s[0][0];
      double scale = next[0][0] > 1e100 || next[0][0] < 1e-100 ? 1 / next[0][0] : 1;
      for (double[] row : next) {
        for (int j = 0; j < n; j++) {
          row[j] *= scale;
        }
      }
      s = next;
    }
    return last;
  }
}
