package org.sweetspot.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sweetspot.matrix.JavaAlgebra;
import org.sweetspot.trajectory.ArrayTrajectory;

class MagnitudeTest {
  private static Magnitude of(Distances cloud, double scale) {
    return Magnitude.of(cloud, scale).orElseThrow();
  }

  /** Shortest paths of the complete bipartite graph with three and two vertices. */
  private static DistanceTable bipartite() {
    double[][] distances = new double[5][5];
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 5; j++) {
        distances[i][j] = i == j ? 0 : i < 3 == j < 3 ? 2 : 1;
      }
    }
    return DistanceTable.of(distances);
  }

  @Test
  void magnitudesAreThoseOfNumpy() {
    for (TopologyReference one : TopologyReference.all()) {
      for (Map.Entry<String, double[]> expected : one.magnitudes().entrySet()) {
        Magnitude magnitude = of(one.distances(), Double.parseDouble(expected.getKey()));
        double[] numbers = expected.getValue();
        assertThat(magnitude.magnitude()).isCloseTo(numbers[0], within(1e-9 * numbers[0]));
        assertThat(magnitude.positive()).isCloseTo(numbers[1], within(1e-9 * numbers[1]));
        assertThat(magnitude.residual()).isLessThan(1e-9);
      }
    }
  }

  @Test
  void twoPointsHaveAClosedForm() {
    DistanceTable pair = DistanceTable.of(new double[][] {{0, 3}, {3, 0}});
    assertThat(of(pair, 0.5).magnitude()).isCloseTo(1 + Math.tanh(0.75), within(1e-14));
    assertThat(of(pair, 1000).magnitude()).isEqualTo(2);
    assertThat(of(pair, 1e-9).magnitude()).isCloseTo(1, within(1e-8));
  }

  @Test
  void weightsOfAGraphTurnNegative() {
    // Leinster 2013, example 2.2.8: singular where 2 q^2 = 1; between 1/2 and there weights of the
    // smaller side are negative, beyond it those of the larger.
    for (double q : new double[] {0.3, 0.6, 0.69, 0.8}) {
      double scale = -Math.log(q);
      double common = (1 + q) * (1 - 2 * q * q);
      double larger = (1 - q) / common;
      double smaller = (1 - 2 * q) / common;
      Magnitude found = of(bipartite(), scale);
      assertThat(found.magnitude()).isCloseTo((5 - 7 * q) / common, within(1e-11));
      assertThat(found.positive())
          .isCloseTo(3 * Math.max(0, larger) + 2 * Math.max(0, smaller), within(1e-11));
    }
    assertThat(of(bipartite(), -Math.log(0.6)).positive())
        .isGreaterThan(of(bipartite(), -Math.log(0.6)).magnitude());
    assertThat(Magnitude.of(bipartite(), Math.log(2) / 2)).isEmpty();
  }

  @Test
  void twinsCountOnceAndFarPointsEach() {
    double[][] points = {{0, 0}, {1, 0}, {0, 0}, {5, 5}};
    DistanceTable table =
        BlockedDistances.of(
            Metric.EUCLIDEAN, new ArrayTrajectory("test", points), new JavaAlgebra());
    assertThat(of(table, 1).points()).isEqualTo(3);
    assertThat(of(table, 1e6).magnitude()).isEqualTo(3);
  }

  @Test
  void aScaleOfZeroIsRefused() {
    assertThatThrownBy(() -> Magnitude.of(bipartite(), 0)).hasMessageContaining("above 0, got 0");
  }
}
