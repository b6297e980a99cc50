package org.sweetspot.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.reference.Quadratic;

class StretchRatesTest {
  private static final Batch ALL = Batch.range(Split.TRAIN, 0, 10);

  private static double[] curvatures(int count) {
    double[] curvatures = new double[count];
    for (int i = 0; i < count; i++) {
      curvatures[i] = i < 3 ? 25 + i : i % 2 == 0 ? -0.2 + 0.001 * i : 3.0 * i / count;
    }
    return curvatures;
  }

  @Test
  void quadratureAgreesWithTheDenseSpectrum() {
    Quadratic bowl = Fixtures.bowl(10, curvatures(200));
    try (Linearization graph = bowl.linearize(ALL, Mode.EVALUATE)) {
      double dense = StretchRates.dimension(List.of(StretchRates.dense(graph, 0.1)));
      double mean = 0;
      for (int seed = 0; seed < 8; seed++) {
        StretchRates estimated =
            StretchRates.estimated(graph, 0.1, 4, 40, new Seed(seed).stream("test/probes"));
        mean += StretchRates.dimension(List.of(estimated)) / 8;
        assertThat(estimated.products()).isEqualTo(160);
      }
      assertThat(dense).isBetween(50.0, 150.0);
      assertThat(mean).isCloseTo(dense, within(0.1 * dense));
    }
  }

  @Test
  void meansAreTakenRankByRank() {
    Quadratic first = Fixtures.bowl(10, 30, 0);
    Quadratic second = Fixtures.bowl(10, 5, 30);
    try (Linearization one = first.linearize(ALL, Mode.EVALUATE);
        Linearization other = second.linearize(ALL, Mode.EVALUATE)) {
      List<StretchRates> states =
          List.of(StretchRates.dense(one, 0.1), StretchRates.dense(other, 0.1));
      // Rates (ln 2, 0) and (ln 2, ln 1/2): means ln 2 and -ln 2 / 2, whose sum is positive.
      assertThat(StretchRates.dimension(states)).isEqualTo(2);
      assertThat(StretchRates.largest(states)).isCloseTo(Math.log(2), within(1e-12));
      List<StretchRates> small =
          List.of(StretchRates.dense(one, 0.05), StretchRates.dense(other, 0.05));
      // Rates (0, ln 1/2) and (ln 3/4, ln 1/2).
      assertThat(StretchRates.dimension(small)).isZero();
    }
  }
}
