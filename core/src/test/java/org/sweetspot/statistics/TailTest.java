package org.sweetspot.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

class TailTest {
  /** Symmetric stable samples (Chambers, Mallows and Stuck 1976). */
  private static double[] stable(double alpha, int count, String name) {
    RandomStream stream = new Seed(21).stream(name);
    double[] samples = new double[count];
    for (int i = 0; i < count; i++) {
      double v = Math.PI * (stream.nextDouble() - 0.5);
      double w = -Math.log(1 - stream.nextDouble());
      samples[i] =
          Math.sin(alpha * v)
              / Math.pow(Math.cos(v), 1 / alpha)
              * Math.pow(Math.cos((1 - alpha) * v) / w, (1 - alpha) / alpha);
    }
    return samples;
  }

  @Test
  void theIndexOfStableSamplesIsFoundWithinItsError() {
    for (double alpha : new double[] {0.7, 1, 1.5, 1.9}) {
      StableIndex found = StableIndex.of(stable(alpha, 40_000, "cms" + alpha), 200);
      assertThat(found.alpha()).isCloseTo(alpha, within(4 * found.standardError()));
      assertThat(found.standardError()).isBetween(0.005 * alpha, 0.1 * alpha);
      assertThat(found.samples()).isEqualTo(40_000);
    }
  }

  @Test
  void gaussianSamplesHaveTheIndexTwo() {
    RandomStream stream = new Seed(22).stream("gaussian");
    double[][] samples = new double[2500][20];
    for (double[] row : samples) {
      for (int j = 0; j < row.length; j++) {
        row[j] = (j + 1) * stream.nextGaussian();
      }
    }
    StableIndex found = StableIndex.of(samples, StableIndex.termsFor(2500));
    assertThat(found.m()).isEqualTo(50);
    assertThat(found.alpha()).isCloseTo(2, within(4 * found.standardError()));
  }

  @Test
  void theClaimedErrorIsTheSpread() {
    int runs = 60;
    double[] found = new double[runs];
    double claimed = 0;
    for (int run = 0; run < runs; run++) {
      StableIndex index = StableIndex.of(stable(1, 2500, "cauchy" + run), 50);
      found[run] = index.alpha();
      claimed += index.standardError() / runs;
    }
    double spread = Math.sqrt(Sample.variance(found));
    assertThat(claimed / spread).isBetween(0.7, 1.4);
  }

  @Test
  void theIndexIsTheFormula() {
    double[] x = {1, 2, -4, 3, 5, -1, 9};
    double y = (Math.log(3) + Math.log(1) + Math.log(4)) / 3;
    double singles =
        (Math.log(1) + Math.log(2) + Math.log(4) + Math.log(3) + Math.log(5) + Math.log(1)) / 6;
    StableIndex found = StableIndex.of(x, 2);
    assertThat(found.alpha()).isCloseTo(Math.log(2) / (y - singles), within(1e-12));
    assertThat(found.samples()).isEqualTo(6);
  }

  @Test
  void scaleDoesNotMatter() {
    double[] samples = stable(1.3, 1000, "scale");
    double[] scaled = Arrays.stream(samples).map(x -> -1e-7 * x).toArray();
    assertThat(StableIndex.of(scaled, 31).alpha())
        .isCloseTo(StableIndex.of(samples, 31).alpha(), within(1e-10));
    assertThat(Hill.of(scaled, 50).alpha()).isCloseTo(Hill.of(samples, 50).alpha(), within(1e-10));
  }

  @Test
  void hillFindsAParetoTailWithinItsError() {
    RandomStream stream = new Seed(23).stream("pareto");
    double[] samples = new double[20_000];
    Arrays.setAll(samples, i -> Math.pow(1 - stream.nextDouble(), -1 / 1.7));
    Hill hill = Hill.of(samples, 1000);
    assertThat(hill.standardError()).isCloseTo(hill.alpha() / Math.sqrt(1000), within(1e-12));
    assertThat(hill.alpha()).isCloseTo(1.7, within(4 * hill.standardError()));
    assertThat(Hill.of(new double[] {1, -2, 4, 0.5}, 2).alpha())
        .isCloseTo(2 / (Math.log(4) + Math.log(2)), within(1e-12));
  }

  @Test
  void tooFewSamplesAreRefused() {
    assertThatThrownBy(() -> Hill.of(new double[] {1, 2}, 2)).hasMessageContaining("k = 2");
    assertThatThrownBy(() -> StableIndex.of(new double[] {1, 2, 3}, 2))
        .hasMessageContaining("at least 2 sums");
    assertThatThrownBy(() -> StableIndex.of(new double[] {1, Double.NaN, 3, 4}, 2))
        .hasMessageContaining("finite");
  }
}
