package org.sweetspot.control.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DelayStabilityTest {
  @Test
  void withoutMomentumTheLimitIsItsClosedForm() {
    for (int delay : new int[] {0, 1, 2, 8, 16, 100}) {
      double closed = 2 * Math.sin(Math.PI / (2 * (2.0 * delay + 1)));
      // The smallest momentum takes the way of all the others.
      assertThat(DelayStability.of(delay, 0).limit()).isCloseTo(closed, within(1e-12));
      assertThat(DelayStability.of(delay, 1e-300).limit()).isCloseTo(closed, within(1e-12));
      assertThat(DelayStability.of(delay, 0).largestRate(4)).isCloseTo(closed / 4, within(1e-12));
    }
  }

  @Test
  void withoutDelayTheLimitIsThatOfHeavyBall() {
    for (double m : new double[] {0, 0.3, 0.9, 0.99}) {
      assertThat(DelayStability.of(0, m).limit()).isCloseTo(2 * (1 + m), within(1e-12));
    }
  }

  @Test
  void theLimitIsThatOfSimulatedQuadratics() {
    for (int delay : new int[] {1, 2, 5, 8, 16}) {
      for (double m : new double[] {0, 0.5, 0.9, 0.95}) {
        for (int shift : new int[] {0, 1, delay - 1, delay, 2 * delay}) {
          var stability = new DelayStability(delay, m, shift);
          assertThat(stability.limit())
              .as(stability.toString())
              .isCloseTo(simulated(delay, m, shift), within(1e-6));
        }
      }
    }
  }

  @Test
  void publishedLimitsAtADelayOfSixteenAreFound() {
    assertThat(DelayStability.of(16, 0).limit()).isCloseTo(0.095, within(5e-4));
    assertThat(DelayStability.of(16, 0.9).limit() / 0.1).isCloseTo(0.075, within(5e-4));
    assertThat(DelayStability.shifted(16, 0.5).limit() / 0.5).isCloseTo(0.112, within(5e-4));
    assertThat(DelayStability.shifted(16, 0.9).limit() / 0.1).isCloseTo(0.123, within(5e-4));
  }

  @Test
  void whatHasNoAnswerIsRefused() {
    assertThatThrownBy(() -> DelayStability.of(-1, 0)).hasMessageContaining("-1");
    assertThatThrownBy(() -> DelayStability.of(1, 1)).hasMessageContaining("momentum");
    assertThatThrownBy(() -> DelayStability.of(1, 0).largestRate(0))
        .hasMessageContaining("above 0");
  }

  /** Bisection on whether the quadratic's updates grow, 2^30 of them by squaring. */
  private static double simulated(int delay, double m, int shift) {
    double low = 0;
    double high = 2 * (1 + m) + 0.1;
    for (int k = 0; k < 32; k++) {
      double middle = (low + high) / 2;
      if (grows(delay, m, shift, middle)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return low;
  }

  private static boolean grows(int delay, double m, int shift, double a) {
    int size = Math.max(delay, shift + 1) + 1;
    double[][] step = new double[size][size];
    step[0][0] += 1;
    step[0][shift] += m;
    step[0][shift + 1] -= m;
    step[0][delay] -= a;
    for (int i = 1; i < size; i++) {
      step[i][i - 1] = 1;
    }
    double logarithm = 0;
    for (int k = 0; k < 30; k++) {
      double largest = 0;
      double[][] square = new double[size][size];
      for (int i = 0; i < size; i++) {
        for (int l = 0; l < size; l++) {
          for (int j = 0; j < size; j++) {
            square[i][j] += step[i][l] * step[l][j];
          }
        }
      }
      for (double[] row : square) {
        for (double entry : row) {
          largest = Math.max(largest, Math.abs(entry));
        }
      }
      if (largest == 0) {
        return false;
      }
      logarithm = 2 * logarithm + Math.log(largest);
      for (double[] row : square) {
        for (int j = 0; j < size; j++) {
          row[j] /= largest;
        }
      }
      step = square;
    }
    return logarithm > Math.log(1e6);
  }

  @Test
  void theVarianceWithoutDelayIsTheClosedForm() {
    for (double a : new double[] {0.001, 0.1, 1, 1.9}) {
      assertThat(DelayStability.of(0, 0).noiseFactor(a))
          .isCloseTo(1 / (1 - a / 2), within(1e-8 / (1 - a / 2)));
      for (double m : new double[] {0.5, 0.9}) {
        // Heavy ball: (1 + m) / ((1 - m) a (2 (1 + m) - a)).
        double variance = (1 + m) / ((1 - m) * a * (2 * (1 + m) - a));
        assertThat(DelayStability.of(0, m).noiseFactor(a))
            .isCloseTo(variance * 2 * a * (1 - m), within(1e-7));
      }
    }
  }

  @Test
  void theVarianceIsTheSumOfTheSquaredImpulseResponse() {
    for (int[] kind : new int[][] {{1, 0}, {8, 0}, {8, 8}, {3, 0}}) {
      for (double m : new double[] {0, 0.5, 0.9}) {
        DelayStability stability = new DelayStability(kind[0], m, kind[1]);
        for (double share : new double[] {0.1, 0.5, 0.9}) {
          double a = share * stability.limit();
          assertThat(stability.noiseFactor(a))
              .as(stability + " " + share)
              .isCloseTo(
                  response(kind[0], m, kind[1], a) * 2 * a * (1 - m),
                  within(1e-6 * stability.noiseFactor(a)));
        }
      }
    }
  }

  @Test
  void theVarianceOfSmallStepsIsThatOfTheDelayedDiffusion() {
    // dx = -c x(t - T) dt + noise has (1 + sin c T) / (cos c T) times the variance (Kuechler and
    // Mensch 1992); d updates and the half of one in which a step is held are T.
    int delay = 200;
    double a = 0.5 / (delay + 0.5);
    double expected = (1 + Math.sin(0.5)) / Math.cos(0.5);
    assertThat(DelayStability.of(delay, 0).noiseFactor(a)).isCloseTo(expected, within(0.005));
    assertThat(DelayStability.of(8, 0).noiseFactor(0.2)).isInfinite();
  }

  private static double response(int delay, double m, int shift, double a) {
    int length = 400_000;
    double[] x = new double[length];
    x[0] = 1;
    double sum = 1;
    for (int t = 0; t + 1 < length; t++) {
      double before = at(x, t - shift) - at(x, t - shift - 1);
      x[t + 1] = x[t] + m * before - a * at(x, t - delay);
      sum += x[t + 1] * x[t + 1];
    }
    return sum;
  }

  private static double at(double[] x, int t) {
    return t < 0 ? 0 : x[t];
  }
}
