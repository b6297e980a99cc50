package org.sweetspot.measure.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.measure.tails.TailIndex;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.reference.Quadratic;
import org.sweetspot.reference.SoftmaxRegression;
import org.sweetspot.statistics.Sample;

class GradientPassTest {
  private static double[][] gradients(SoftmaxRegression problem) {
    int n = problem.size(Split.TRAIN);
    List<double[]> rows = new ArrayList<>();
    problem.gradients(
        Batch.range(Split.TRAIN, 0, n), (i, gradient) -> rows.add(gradient.toArray()));
    return rows.toArray(new double[0][]);
  }

  private static MeasureContext context(SoftmaxRegression problem, MeasureSettings settings) {
    return new MeasureContext(problem, TrainingFacts.UNKNOWN, settings, new Seed(1));
  }

  /** tr(H Sigma), ||H||^2, ||Sigma||^2 entry by entry. */
  private static double[] dense(SoftmaxRegression problem) {
    double[][] g = gradients(problem);
    double[][] h = Fixtures.hessian(problem, Split.TRAIN);
    int n = g.length;
    int p = h.length;
    double[] sums = new double[3];
    for (int a = 0; a < p; a++) {
      for (int b = 0; b < p; b++) {
        double ma = 0;
        double mb = 0;
        double ab = 0;
        for (double[] row : g) {
          ma += row[a] / n;
          mb += row[b] / n;
        }
        for (double[] row : g) {
          ab += (row[a] - ma) * (row[b] - mb) / (n - 1);
        }
        sums[0] += h[a][b] * ab;
        sums[1] += h[a][b] * h[a][b];
        sums[2] += ab * ab;
      }
    }
    return sums;
  }

  @Test
  void alignmentIsThatOfTheDenseMatrices() {
    SoftmaxRegression problem = Fixtures.classifier(60, 0);
    double[] dense = dense(problem);
    for (int chunk : new int[] {1000, 7}) {
      try (MeasureContext context =
          context(problem, MeasureSettings.DEFAULT.withExamples(1000, chunk))) {
        Measurement answer = new NoiseCurvature().measure(context);
        assertThat(Fixtures.part(answer, "trace-h-sigma"))
            .isCloseTo(dense[0], within(1e-10 * dense[0]));
        assertThat(Fixtures.part(answer, "squared-norm-h"))
            .isCloseTo(dense[1], within(1e-10 * dense[1]));
        assertThat(Fixtures.part(answer, "squared-norm-sigma"))
            .isCloseTo(dense[2], within(1e-10 * dense[2]));
        assertThat(Fixtures.part(answer, "cosine"))
            .isCloseTo(dense[0] / Math.sqrt(dense[1] * dense[2]), within(1e-10));
        assertThat(Fixtures.partError(answer, "squared-norm-h")).isZero();
      }
    }
  }

  @Test
  void aPartOfTheExamplesEstimatesTheWholeWithoutBias() {
    SoftmaxRegression problem = Fixtures.classifier(300, 0);
    double[] dense = dense(problem);
    // Ten products: fewer than the 15 parameters, so that random signs are used as well.
    MeasureSettings settings = MeasureSettings.DEFAULT.withEigenvalues(2, 1e-4, 10);
    String[] names = {"trace-h-sigma", "squared-norm-h", "squared-norm-sigma"};
    int runs = 60;
    double[][] found = new double[3][runs];
    double[] claimed = new double[3];
    for (int run = 0; run < runs; run++) {
      try (MeasureContext context =
          new MeasureContext(problem, TrainingFacts.UNKNOWN, settings, new Seed(run))) {
        Measurement answer = new NoiseCurvature().measure(context);
        assertThat(answer.estimator())
            .contains("for 10 random examples, and what they leave of 10 of them");
        for (int k = 0; k < 3; k++) {
          found[k][run] = Fixtures.part(answer, names[k]);
          claimed[k] += Math.pow(Fixtures.partError(answer, names[k]), 2) / runs;
        }
      }
    }
    for (int k = 0; k < 3; k++) {
      double error = Sample.standardError(found[k]);
      assertThat(Sample.mean(found[k])).as(names[k]).isCloseTo(dense[k], within(4 * error));
      assertThat(Math.sqrt(claimed[k] / Sample.variance(found[k])))
          .as(names[k])
          .isBetween(0.6, 1.7);
    }
  }

  @Test
  void sumsAndNormsAreThoseOfAllGradients() {
    SoftmaxRegression problem = Fixtures.classifier(50, 0);
    double[][] g = gradients(problem);
    double squares = 0;
    double[] sum = new double[15];
    double largest = 0;
    for (double[] row : g) {
      double square = 0;
      for (int j = 0; j < 15; j++) {
        square += row[j] * row[j];
        sum[j] += row[j];
      }
      squares += square;
      largest = Math.max(largest, Math.sqrt(square));
    }
    double ofSum = 0;
    for (double s : sum) {
      ofSum += s * s;
    }
    try (MeasureContext context = Fixtures.context(problem)) {
      Measurement diversity = new GradientDiversity().measure(context);
      assertThat(Fixtures.part(diversity, "diversity")).isCloseTo(squares / ofSum, within(1e-10));
      assertThat(Fixtures.part(diversity, "times-n")).isCloseTo(50 * squares / ofSum, within(1e-8));
      double trace = (squares - ofSum / 50) / 49;
      assertThat(Fixtures.part(new SignalToNoise().measure(context), "all"))
          .isCloseTo(ofSum / 2500 / trace, within(1e-10));
      assertThat(Fixtures.scalar(new PlugInNoiseScale().measure(context)))
          .isCloseTo(trace / (ofSum / 2500), within(1e-8));
      assertThat(Fixtures.part(new GradientNorms().measure(context), "largest"))
          .isCloseTo(largest, within(1e-12));
    }
  }

  @Test
  void gradientsAreVisitedOnceForAll() {
    try (MeasureContext context = Fixtures.context(Fixtures.classifier(50, 0))) {
      double gradients = 0;
      for (Measure measure :
          List.of(
              new GradientDiversity(),
              new SignalToNoise(),
              new GradientNorms(),
              new PlugInNoiseScale(),
              TailIndex.ofSums(),
              TailIndex.hill())) {
        gradients += measure.measure(context).cost().gradients();
      }
      assertThat(gradients).isEqualTo(1);
    }
  }

  private static Quadratic bowl(int examples, boolean heavy) {
    RandomStream stream = new Seed(17).stream("centres");
    double[][] matrix = new double[6][6];
    double[][] centres = new double[examples][6];
    for (int j = 0; j < 6; j++) {
      matrix[j][j] = j + 1;
      for (double[] centre : centres) {
        // A quotient of normal numbers is Cauchy's.
        double x = stream.nextGaussian();
        centre[j] = heavy ? x / stream.nextGaussian() : x;
      }
    }
    return new Quadratic(matrix, centres);
  }

  @Test
  void gaussianNoiseShowsNothingAndHeavyNoiseDiffersFromItsControl() {
    for (TailIndex measure : List.of(TailIndex.ofSums(), TailIndex.hill())) {
      try (MeasureContext context = Fixtures.context(bowl(900, false))) {
        Measurement answer = measure.measure(context);
        assertThat(answer.control()).contains("shows nothing");
        if (measure.card().id().equals("tail-index")) {
          assertThat(Fixtures.part(answer, "all"))
              .isCloseTo(2, within(4 * Fixtures.partError(answer, "all")));
        }
      }
      try (MeasureContext context = Fixtures.context(bowl(900, true))) {
        Measurement answer = measure.measure(context);
        assertThat(answer.control()).contains("differs from it by more than two errors");
        assertThat(Fixtures.part(answer, "all")).isBetween(0.7, 1.4);
      }
    }
  }
}
