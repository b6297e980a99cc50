package org.sweetspot.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;
import org.sweetspot.matrix.JavaAlgebra;
import org.sweetspot.random.Seed;
import org.sweetspot.statistics.UndefinedException;
import org.sweetspot.trajectory.ArrayTrajectory;

class BlockedDistancesTest {
  private static DistanceTable table(Metric metric, double[][] points) {
    return BlockedDistances.of(metric, new ArrayTrajectory("test", points), new JavaAlgebra());
  }

  private static void compare(
      Metric metric, double[][] points, ToDoubleBiFunction<double[], double[]> naive) {
    DistanceTable table = table(metric, points);
    double[] row = new double[points.length];
    for (int i = 0; i < points.length; i++) {
      table.row(i, row);
      for (int j = 0; j < points.length; j++) {
        double exact = naive.applyAsDouble(points[i], points[j]);
        assertThat(table.get(i, j)).isCloseTo(exact, within(1e-14 * (1 + exact)));
        assertThat(row[j]).isEqualTo(table.get(i, j));
      }
    }
  }

  private static double euclidean(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += (a[j] - b[j]) * (a[j] - b[j]);
    }
    return Math.sqrt(sum);
  }

  @Test
  void blocksGiveWhatPairsGive() {
    // More points than a tile, numbers of coordinates that fill no block.
    compare(Metric.EUCLIDEAN, Clouds.gaussian(530, 7, 1), BlockedDistancesTest::euclidean);
    compare(Metric.EUCLIDEAN, Clouds.gaussian(33, 4500, 2), BlockedDistancesTest::euclidean);
    compare(Metric.EUCLIDEAN, Clouds.gaussian(1, 3, 2), BlockedDistancesTest::euclidean);
  }

  @Test
  void lossesDifferByTheirMeanDistance() {
    compare(
        Metric.MEAN_ABSOLUTE,
        Clouds.gaussian(60, 101, 3),
        (a, b) -> {
          double sum = 0;
          for (int j = 0; j < a.length; j++) {
            sum += Math.abs(a[j] - b[j]);
          }
          return sum / a.length;
        });
  }

  @Test
  void labelsDifferByTheShareOfDisagreement() {
    double[][] labels = new double[40][30];
    var stream = new Seed(1).stream("test/labels");
    for (double[] row : labels) {
      for (int j = 0; j < row.length; j++) {
        row[j] = stream.nextInt(3);
      }
    }
    compare(
        Metric.DISAGREEMENT,
        labels,
        (a, b) -> {
          int differ = 0;
          for (int j = 0; j < a.length; j++) {
            differ += a[j] == b[j] ? 0 : 1;
          }
          return differ / 30.0;
        });
  }

  @Test
  void nearbyStatesFarFromTheOriginKeepTheirDigits() {
    double[][] points = new double[3][100];
    for (int j = 0; j < 100; j++) {
      points[0][j] = 1e8;
      points[1][j] = 1e8 + 0x1p-20;
      points[2][j] = 1e8 - 0x1p-19;
    }
    DistanceTable table = table(Metric.EUCLIDEAN, points);
    assertThat(table.get(0, 1)).isEqualTo(10 * 0x1p-20);
    assertThat(table.get(2, 1)).isCloseTo(30 * 0x1p-20, within(1e-20));
  }

  @Test
  void statesOfAPathKeepTheirDigitsInEveryTile() {
    // More states than a tile, more coordinates than a stretch takes; neighbours are a thousand
    // times nearer than the ends of the path, so that products alone would lose six digits.
    double[][] points = new double[1030][1100];
    var stream = new Seed(3).stream("test/path");
    for (int i = 0; i < points.length; i++) {
      for (int j = 0; j < points[i].length; j++) {
        points[i][j] = 5 + (i == 0 ? 0 : points[i - 1][j] - 5 + 1e-3 * stream.nextGaussian());
      }
    }
    // Two states that are almost one, far apart in the order.
    points[900] = points[17].clone();
    points[900][3] += 1e-9;
    DistanceTable table = table(Metric.EUCLIDEAN, points);
    for (int i = 0; i < points.length; i += 7) {
      for (int j = 0; j < i; j++) {
        double exact = euclidean(points[i], points[j]);
        assertThat(table.get(i, j)).isCloseTo(exact, within(1e-13 * exact));
      }
    }
    assertThat(table.get(900, 17)).isEqualTo(euclidean(points[900], points[17]));
  }

  @Test
  void infiniteWeightsAndBrokenTablesAreExplained() {
    assertThatThrownBy(() -> table(Metric.EUCLIDEAN, new double[][] {{0}, {Double.NaN}}))
        .isInstanceOf(UndefinedException.class)
        .hasMessageContaining("from state 1");
    assertThatThrownBy(() -> DistanceTable.of(new double[][] {{0, 1}, {2, 0}}))
        .hasMessageContaining("symmetric");
    assertThat(DistanceTable.of(new double[][] {{0, 3}, {3, 0}}).get(1, 0)).isEqualTo(3);
    assertThat(DistanceTable.bytes(5000)).isEqualTo(99_980_000);
  }

  @Test
  void aProjectionKeepsDistancesWithinItsDistortion() {
    double[][] points = Clouds.gaussian(40, 20_000, 5);
    for (double[] point : points) {
      for (int j = 0; j < point.length; j++) {
        point[j] += 1e4;
      }
    }
    ArrayTrajectory whole = new ArrayTrajectory("test", points);
    ProjectedTrajectory small =
        ProjectedTrajectory.of(whole, 512, new Seed(1).stream("test/projection"));
    assertThat(small.dimension()).isEqualTo(512);
    DistanceTable exact = BlockedDistances.of(Metric.EUCLIDEAN, whole, new JavaAlgebra());
    DistanceTable projected = BlockedDistances.of(Metric.EUCLIDEAN, small, new JavaAlgebra());
    double squares = 0;
    for (int i = 0; i < 40; i++) {
      for (int j = 0; j < i; j++) {
        double relative = projected.get(i, j) / exact.get(i, j) - 1;
        assertThat(relative).isCloseTo(0, within(5 * ProjectedTrajectory.distortion(512)));
        squares += relative * relative / (40 * 39 / 2.0);
      }
    }
    // Pairs share points: their errors' mean square scatters by a few percent more than alone.
    assertThat(Math.sqrt(squares))
        .isBetween(
            0.6 * ProjectedTrajectory.distortion(512), 1.3 * ProjectedTrajectory.distortion(512));
  }
}
