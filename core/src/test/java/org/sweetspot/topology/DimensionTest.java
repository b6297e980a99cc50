package org.sweetspot.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.sweetspot.matrix.JavaAlgebra;
import org.sweetspot.random.Seed;
import org.sweetspot.trajectory.ArrayTrajectory;

class DimensionTest {
  private static DistanceTable table(double[][] points) {
    return BlockedDistances.of(
        Metric.EUCLIDEAN, new ArrayTrajectory("test", points), new JavaAlgebra());
  }

  private static DimensionFit persistent(double[][] points) {
    return PersistentDimension.USUAL.of(table(points), new Seed(1).stream("test/subsets"));
  }

  private static DimensionFit correlation(double[][] points) {
    return CorrelationDimension.USUAL.of(table(points));
  }

  @Test
  void aSquareHasTwoDimensions() {
    assertThat(persistent(Clouds.square(1000, 1)).dimension()).isCloseTo(2, within(0.1));
    assertThat(persistent(Clouds.square(2000, 2)).dimension()).isCloseTo(2, within(0.1));
    assertThat(correlation(Clouds.square(1000, 1)).dimension()).isCloseTo(2, within(0.1));
  }

  @Test
  void sierpinskisTriangleHasItsDimension() {
    double exact = Math.log(3) / Math.log(2);
    assertThat(persistent(Clouds.sierpinski(2000, 1)).dimension()).isCloseTo(exact, within(0.05));
    assertThat(persistent(Clouds.sierpinski(2000, 2)).dimension()).isCloseTo(exact, within(0.05));
    assertThat(correlation(Clouds.sierpinski(2000, 1)).dimension()).isCloseTo(exact, within(0.05));
  }

  @Test
  void aSparseCloudInManyDimensionsHasNoDimension() {
    double[][] cloud = Clouds.gaussian(200, 1000, 1);
    DimensionFit fit = persistent(cloud);
    assertThat(fit.outcome()).isEqualTo(DimensionFit.Outcome.NO_UPPER_BOUND);
    assertThat(fit.found()).isFalse();
    assertThat(fit.dimension()).isNaN();
    assertThat(fit.slope()).isCloseTo(1, within(0.02));
    assertThat(correlation(cloud).outcome()).isEqualTo(DimensionFit.Outcome.NO_UPPER_BOUND);
  }

  @Test
  void aRandomWalkOfManyStatesHasTwoDimensions() {
    double[][] line = new double[800][1];
    for (int i = 0; i < 800; i++) {
      line[i][0] = i;
    }
    Distances walk = new RandomWalk(table(line));
    assertThat(walk.get(9, 25)).isEqualTo(4);
    DimensionFit fit = PersistentDimension.USUAL.of(walk, new Seed(1).stream("test/walk"));
    // Subsets of nearly all states have more even gaps than small ones: above 2 where k is finite.
    assertThat(fit.dimension()).isBetween(2.0, 2.3);
  }

  @Test
  void aStraightLineIsAtMostTheExponent() {
    DimensionFit fit = persistent(Clouds.gaussian(1000, 1, 1));
    assertThat(fit.dimension()).isBetween(0.9, 1.25);
    double[][] doubling = new double[60][1];
    for (int i = 1; i < 60; i++) {
      doubling[i][0] = Math.pow(2, i);
    }
    DimensionFit squares =
        new PersistentDimension(2, 5, 5).of(table(doubling), new Seed(1).stream("test/powers"));
    assertThat(squares.found()).isFalse();
  }

  @Test
  void scaleDoesNotMatter() {
    double[][] cloud = Clouds.square(300, 3);
    double[][] large = new double[300][2];
    for (int i = 0; i < 300; i++) {
      large[i] = new double[] {1024 * cloud[i][0], 1024 * cloud[i][1]};
    }
    assertThat(persistent(large).dimension())
        .isCloseTo(persistent(cloud).dimension(), within(1e-9));
    assertThat(correlation(large).dimension())
        .isCloseTo(correlation(cloud).dimension(), within(1e-9));
  }

  @Test
  void fewOrCoincidentPointsHaveNoDimension() {
    assertThat(persistent(Clouds.square(20, 1)).outcome())
        .isEqualTo(DimensionFit.Outcome.TOO_FEW_POINTS);
    assertThat(correlation(Clouds.square(20, 1)).outcome())
        .isEqualTo(DimensionFit.Outcome.TOO_FEW_POINTS);
    double[][] same = new double[50][3];
    assertThat(persistent(same).outcome()).isEqualTo(DimensionFit.Outcome.POINTS_COINCIDE);
    assertThat(correlation(same).outcome()).isEqualTo(DimensionFit.Outcome.POINTS_COINCIDE);
  }

  @Test
  void theErrorOfASlopeIsThatOfALine() {
    double[] line = Line.slope(new double[] {0, 1, 2, 3}, new double[] {1, 3, 5, 8});
    // Residuals 0.2, -0.1, -0.4, 0.3; their squares sum to 0.3; 0.3 / 2 / 5 = 0.03.
    assertThat(line[0]).isCloseTo(2.3, within(1e-14));
    assertThat(line[1]).isCloseTo(Math.sqrt(0.03), within(1e-14));
  }
}
