package org.sweetspot.measure.representation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.sweetspot.matrix.JavaAlgebra;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.reference.SoftmaxRegression;

class NeuralCollapseTest {
  private static final int[] LABELS = {0, 1, 2, 0, 1, 2, 0, 0, 1, 2};

  private static Matrix features(int width) {
    RandomStream stream = new Seed(41).stream("features");
    double[] entries = new double[LABELS.length * width];
    Arrays.setAll(entries, i -> stream.nextGaussian() + LABELS[i / width] * (i % width));
    return new Matrix(LABELS.length, width, entries);
  }

  private static ClassMeans means(Matrix features) {
    return new ClassMeans(features, LABELS, IntStream.range(0, LABELS.length).toArray());
  }

  /** S_W and pinv(S_B) entry by entry. */
  @Test
  void variabilityIsTheTraceOfItsDefinition() {
    for (int width : new int[] {2, 5}) {
      Matrix h = features(width);
      RealMatrix within = new Array2DRowRealMatrix(width, width);
      RealMatrix between = new Array2DRowRealMatrix(width, width);
      double[][] mu = new double[3][width];
      double[] global = new double[width];
      for (int j = 0; j < width; j++) {
        for (int c = 0; c < 3; c++) {
          int column = j;
          int label = c;
          mu[c][j] =
              IntStream.range(0, LABELS.length)
                  .filter(i -> LABELS[i] == label)
                  .mapToDouble(i -> h.get(i, column))
                  .average()
                  .orElseThrow();
          global[j] += mu[c][j] / 3;
        }
      }
      for (int a = 0; a < width; a++) {
        for (int b = 0; b < width; b++) {
          for (int i = 0; i < LABELS.length; i++) {
            int c = LABELS[i];
            within.addToEntry(a, b, (h.get(i, a) - mu[c][a]) * (h.get(i, b) - mu[c][b]) / 10);
          }
          for (int c = 0; c < 3; c++) {
            between.addToEntry(a, b, (mu[c][a] - global[a]) * (mu[c][b] - global[b]) / 3);
          }
        }
      }
      RealMatrix inverse = new SingularValueDecomposition(between).getSolver().getInverse();
      assertThat(means(h).variability(new JavaAlgebra()))
          .isCloseTo(within.multiply(inverse).getTrace() / 3, within(1e-9));
    }
  }

  @Test
  void aCollapsedNetworkShowsZeroEverywhere() {
    // A regular simplex in three dimensions, rotated by nothing, with its own means as weights.
    double[][] corners = {{2, -1, -1}, {-1, 2, -1}, {-1, -1, 2}};
    double[] entries = new double[LABELS.length * 3];
    for (int i = 0; i < LABELS.length; i++) {
      System.arraycopy(corners[LABELS[i]], 0, entries, 3 * i, 3);
    }
    ClassMeans means = means(new Matrix(LABELS.length, 3, entries));
    assertThat(means.variability(new JavaAlgebra())).isCloseTo(0, within(1e-12));
    assertThat(means.inequality(false)).isCloseTo(0, within(1e-12));
    assertThat(means.angles()).isCloseTo(0, within(1e-12));
    double[] weight = {4, -2, -2, -2, 4, -2, -2, -2, 4};
    assertThat(means.duality(new Matrix(3, 3, weight))).isCloseTo(0, within(1e-12));
    assertThat(means.disagreement(LABELS)).isZero();
    assertThat(means.disagreement(new int[] {1, 1, 2, 0, 1, 2, 0, 0, 1, 2}))
        .isCloseTo(0.1, within(1e-12));
  }

  @Test
  void unequalMeansAreToldByTheFormulas() {
    // Two classes at 0 and (2, 0): centred means (-1, 0) and (1, 0); weights at a right angle.
    Matrix h = new Matrix(3, 2, new double[] {0, 0, 2, 0, 2, 0});
    ClassMeans two = new ClassMeans(h, new int[] {0, 1, 1}, new int[] {0, 1, 2});
    assertThat(two.inequality(true)).isCloseTo(0, within(1e-12));
    assertThat(two.angles()).isCloseTo(0, within(1e-12));
    assertThat(two.duality(new Matrix(2, 2, new double[] {0, 1, 0, -1})))
        .isCloseTo(2, within(1e-12));
    assertThat(two.duality(new Matrix(2, 2, new double[] {1, 0, -1, 0})))
        .isCloseTo(4, within(1e-12));
  }

  @Test
  void rotationsAndScalesOfTheFeaturesDoNotMatter() {
    Matrix h = features(2);
    double[] turned = new double[h.entries().length];
    for (int i = 0; i < h.rows(); i++) {
      turned[2 * i] = 3 * (0.6 * h.get(i, 0) - 0.8 * h.get(i, 1)) + 5;
      turned[2 * i + 1] = 3 * (0.8 * h.get(i, 0) + 0.6 * h.get(i, 1)) - 7;
    }
    ClassMeans before = means(h);
    ClassMeans after = means(new Matrix(h.rows(), 2, turned));
    JavaAlgebra algebra = new JavaAlgebra();
    assertThat(after.variability(algebra)).isCloseTo(before.variability(algebra), within(1e-9));
    assertThat(after.inequality(false)).isCloseTo(before.inequality(false), within(1e-9));
    assertThat(after.angles()).isCloseTo(before.angles(), within(1e-9));
  }

  @Test
  void aClassifierIsMeasuredWithErrorsThatShrink() {
    double[] errors = new double[2];
    int[] sizes = {150, 2400};
    for (int k = 0; k < 2; k++) {
      try (MeasureContext context = Fixtures.context(Fixtures.classifier(sizes[k], 0))) {
        Measurement nc1 = NeuralCollapse.variability().measure(context);
        assertThat(nc1.status()).isEqualTo(Status.ESTIMATE);
        double shuffled = Double.parseDouble(nc1.control().replaceAll(".*: ", ""));
        assertThat(shuffled).isGreaterThan(5 * Fixtures.scalar(nc1));
        errors[k] = Fixtures.error(nc1);
        assertThat(Fixtures.scalar(NeuralCollapse.nearestMean().measure(context)))
            .isEqualTo(disagreement(FeatureTable.of(context)));
      }
    }
    // Sixteen times the rows, a quarter of the error.
    assertThat(errors[0] / errors[1]).isBetween(2.5, 7.0);
  }

  /** The share of rows that the network decides otherwise than the nearest class mean, by hand. */
  private static double disagreement(FeatureTable table) {
    Matrix h = table.features();
    double[][] sums = new double[3][h.columns()];
    double[] counts = new double[3];
    for (int i = 0; i < h.rows(); i++) {
      counts[table.labels()[i]]++;
      for (int j = 0; j < h.columns(); j++) {
        sums[table.labels()[i]][j] += h.get(i, j);
      }
    }
    double different = 0;
    for (int i = 0; i < h.rows(); i++) {
      double[] distances = new double[3];
      for (int c = 0; c < 3; c++) {
        for (int j = 0; j < h.columns(); j++) {
          double gap = h.get(i, j) - sums[c][j] / counts[c];
          distances[c] += gap * gap;
        }
      }
      int nearest = distances[0] <= distances[1] ? 0 : 1;
      nearest = distances[nearest] <= distances[2] ? nearest : 2;
      different += nearest == table.predicted()[i] ? 0 : 1;
    }
    assertThat(different).isBetween(1.0, h.rows() - 1.0);
    return different / h.rows();
  }

  @Test
  void oneClassAloneOrWeightsOfZeroHaveNoCollapse() {
    double[][] inputs = {{1, 2}, {3, 4}, {5, 7}};
    SoftmaxRegression one =
        new SoftmaxRegression(
            2, 0, Map.of(Split.TRAIN, new SoftmaxRegression.Table(inputs, new int[] {1, 1, 1})));
    SoftmaxRegression zero =
        new SoftmaxRegression(
            2, 0, Map.of(Split.TRAIN, new SoftmaxRegression.Table(inputs, new int[] {1, 0, 1})));
    for (SoftmaxRegression problem : new SoftmaxRegression[] {one, zero}) {
      try (MeasureContext context = Fixtures.context(problem)) {
        for (Measure measure : NeuralCollapse.all()) {
          assertThat(measure.measure(context).status()).isEqualTo(Status.NOT_APPLICABLE);
        }
      }
    }
  }
}
