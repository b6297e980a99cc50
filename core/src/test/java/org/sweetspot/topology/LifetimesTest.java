package org.sweetspot.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sweetspot.matrix.JavaAlgebra;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.trajectory.ArrayTrajectory;

class LifetimesTest {
  private static DistanceTable table(double[]... points) {
    return BlockedDistances.of(
        Metric.EUCLIDEAN, new ArrayTrajectory("test", points), new JavaAlgebra());
  }

  @Test
  void lifetimesAreThoseOfGudhiRipserAndScipy() {
    for (TopologyReference one : TopologyReference.all()) {
      double[] lifetimes = Lifetimes.of(one.distances()).ascending();
      assertThat(lifetimes).as(one.name()).hasSameSizeAs(one.gudhi());
      for (int i = 0; i < lifetimes.length; i++) {
        assertThat(lifetimes[i])
            .as(one.name())
            .isCloseTo(one.gudhi()[i], within(1e-12))
            .isCloseTo(one.scipy()[i], within(1e-12))
            // It computes in single precision.
            .isCloseTo(one.ripser()[i], within(3e-7 * one.gudhi()[i]));
      }
    }
  }

  @Test
  void sumsOfPowersAreThoseOfGudhi() {
    for (TopologyReference one : TopologyReference.all()) {
      Lifetimes lifetimes = Lifetimes.of(one.distances());
      for (Map.Entry<String, Double> sum : one.sums().entrySet()) {
        assertThat(lifetimes.sum(Double.parseDouble(sum.getKey())))
            .as(one.name())
            .isCloseTo(sum.getValue(), within(1e-11 * Math.max(1, sum.getValue())));
      }
    }
  }

  @Test
  void componentsDieAtTheFullLengthOfTheEdge() {
    Lifetimes line = Lifetimes.of(table(new double[] {0}, new double[] {1}, new double[] {4}));
    assertThat(line.ascending()).containsExactly(1, 3);
    assertThat(line.longest()).isEqualTo(3);
    assertThat(line.sum(2)).isEqualTo(10);
  }

  @Test
  void orderShiftAndSubsetsDoNotMatter() {
    double[][] points = Clouds.square(200, 5);
    double[] lifetimes = Lifetimes.of(table(points)).ascending();
    double[][] moved = new double[200][];
    for (int i = 0; i < 200; i++) {
      moved[i] = new double[] {points[199 - i][1] + 3, points[199 - i][0] - 7};
    }
    double[] others = Lifetimes.of(table(moved)).ascending();
    int[] some = {5, 17, 100, 101, 150};
    double[][] few = new double[some.length][];
    for (int i = 0; i < some.length; i++) {
      few[i] = points[some[i]];
    }
    for (int i = 0; i < 199; i++) {
      assertThat(others[i]).isCloseTo(lifetimes[i], within(1e-13));
    }
    assertThat(Lifetimes.of(table(points).subset(some)).ascending())
        .containsExactly(Lifetimes.of(table(few)).ascending());
  }

  @Test
  void lifetimesAreTheEdgesThatKruskalTakes() {
    for (int seed = 1; seed <= 40; seed++) {
      int k = 2 + seed;
      RandomStream stream = new Seed(seed).stream("test/kruskal");
      double[][] square = new double[k][k];
      for (int i = 0; i < k; i++) {
        for (int j = 0; j < i; j++) {
          // No metric; half of the tables are full of ties and zeros.
          square[i][j] = seed % 2 == 0 ? stream.nextInt(4) : stream.nextDouble();
          square[j][i] = square[i][j];
        }
      }
      assertThat(Lifetimes.of(DistanceTable.of(square)).ascending())
          .as("seed " + seed)
          .containsExactly(kruskal(square));
    }
  }

  /** Edges in ascending order, each taken where it joins two components. */
  private static double[] kruskal(double[][] square) {
    int k = square.length;
    int[] component = IntStream.range(0, k).toArray();
    List<int[]> edges = new ArrayList<>();
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < i; j++) {
        edges.add(new int[] {i, j});
      }
    }
    edges.sort(Comparator.comparingDouble(edge -> square[edge[0]][edge[1]]));
    return edges.stream()
        .filter(
            edge -> {
              int from = component[edge[0]];
              int into = component[edge[1]];
              Arrays.setAll(component, i -> component[i] == from ? into : component[i]);
              return from != into;
            })
        .mapToDouble(edge -> square[edge[0]][edge[1]])
        .toArray();
  }

  @Test
  void onePointHasNoLifetimesAndTwinsHaveZero() {
    double[] here = {1, 2};
    assertThat(Lifetimes.of(table(here)).count()).isZero();
    assertThat(Lifetimes.of(table(here)).longest()).isZero();
    assertThat(Lifetimes.of(table(here, here, here)).ascending()).containsExactly(0, 0);
  }

  @Test
  void anExponentOfZeroIsRefused() {
    assertThatThrownBy(() -> Lifetimes.of(table(new double[1])).sum(0))
        .hasMessageContaining("above 0, got 0.0");
  }
}
