package org.sweetspot.measure.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.measure.Value;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.reference.SoftmaxRegression;

class ExactTraceTest {
  private static Measurement measure(Problem problem, MeasureSettings settings, Measure measure) {
    try (MeasureContext context =
        new MeasureContext(problem, TrainingFacts.UNKNOWN, settings, new Seed(7))) {
      return measure.measure(context);
    }
  }

  private static double[] fisher(SoftmaxRegression problem, int examples) {
    int p = (int) problem.space().dimension();
    double[][] matrix = new double[p][p];
    problem.gradients(
        Batch.range(Split.TRAIN, 0, examples),
        (position, gradient) -> {
          double[] g = gradient.toArray();
          for (int i = 0; i < p; i++) {
            for (int j = 0; j < p; j++) {
              matrix[i][j] += g[i] * g[j] / examples;
            }
          }
        });
    return new EigenDecompositionSymmetric(new Array2DRowRealMatrix(matrix)).getEigenvalues();
  }

  private static List<Double> series(Measurement answer) {
    return ((Value.Series) Objects.requireNonNull(answer.value())).values();
  }

  @Test
  void theGaussNewtonTraceIsThatOfTheDenseMatrixWhateverThePasses() {
    SoftmaxRegression problem = Fixtures.classifier(80, 0);
    double[][] dense = Fixtures.hessian(problem, Split.TRAIN);
    double trace = 0;
    for (int i = 0; i < dense.length; i++) {
      trace += dense[i][i];
    }
    for (int chunk : new int[] {80, 7}) {
      Measurement answer =
          measure(
              problem, MeasureSettings.DEFAULT.withExamples(1000, chunk), new GaussNewtonTrace());
      assertThat(answer.status()).isEqualTo(Status.EXACT);
      assertThat(Fixtures.scalar(answer)).isCloseTo(trace, within(1e-13 * trace));
    }
    assertThat(measure(problem, MeasureSettings.DEFAULT, new HessianTrace()).conventions().text())
        .contains("tr G = tr H")
        .contains("gauss-newton-trace");
  }

  @Test
  void ofPiecewiseLinearOutputsTheHessiansTraceNeedsFewDraws() {
    SoftmaxRegression problem = Fixtures.classifier(600, 0);
    double[][] dense = Fixtures.hessian(problem, Split.TRAIN);
    double trace = 0;
    for (int i = 0; i < dense.length; i++) {
      trace += dense[i][i];
    }
    MeasureSettings loose = MeasureSettings.DEFAULT.withEigenvalues(1, 1e-4, 28);
    Measurement answer = measure(problem, loose, new HessianTrace());
    assertThat(answer.status()).isEqualTo(Status.ESTIMATE);
    assertThat(answer.estimator()).contains("groups of 1 example", "2 draws");
    assertThat(answer.cost().hvps()).isZero();
    assertThat(Fixtures.error(answer)).isBetween(1e-4 * trace, 0.05 * trace);
    assertThat(Fixtures.scalar(answer)).isCloseTo(trace, within(3 * Fixtures.error(answer)));
    // Three classes: a third pass gives the trace without sampling.
    Measurement fine = measure(problem, loose.withTraceError(1e-6), new HessianTrace());
    assertThat(fine.status()).isEqualTo(Status.EXACT);
    assertThat(Fixtures.scalar(fine)).isCloseTo(trace, within(1e-12 * trace));
  }

  @Test
  void confidentOutputsLoseNoDigits() {
    SoftmaxRegression problem = Fixtures.classifier(40, 0);
    problem.parameters().scale(30);
    double naive = 0;
    double[][] dense = Fixtures.hessian(problem, Split.TRAIN);
    for (int i = 0; i < dense.length; i++) {
      naive += dense[i][i];
    }
    assertThat(Fixtures.scalar(measure(problem, MeasureSettings.DEFAULT, new GaussNewtonTrace())))
        .isCloseTo(naive, within(1e-9 * naive));
  }

  @Test
  void theEmpiricalFisherIsTheMeanOfOuterProducts() {
    for (int examples : new int[] {9, 600}) {
      SoftmaxRegression problem = Fixtures.classifier(examples, 0);
      double[] exact = fisher(problem, examples);
      Measurement answer =
          measure(
              problem,
              MeasureSettings.DEFAULT.withEigenvalues(4, 1e-9, 300),
              new FisherEigenvalues());
      // Few examples by their Gram matrix, more by Lanczos.
      assertThat(answer.status()).isEqualTo(examples == 9 ? Status.EXACT : Status.ESTIMATE);
      for (int i = 0; i < 4; i++) {
        assertThat(series(answer).get(i)).isCloseTo(exact[i], within(1e-8 * exact[0]));
      }
      double trace = java.util.Arrays.stream(exact).sum();
      assertThat(Fixtures.scalar(measure(problem, MeasureSettings.DEFAULT, new FisherTrace())))
          .isCloseTo(trace, within(1e-12 * trace));
    }
  }

  @Test
  void gradientsThatDoNotFitAreMadeAnew() {
    SoftmaxRegression problem = Fixtures.classifier(40, 0);
    double[] exact = fisher(problem, 40);
    Measurement answer =
        measure(
            problem,
            MeasureSettings.DEFAULT.withEigenvalues(2, 1e-9, 300).withMemory(1).withExamples(40, 9),
            new FisherEigenvalues());
    assertThat(answer.cost().gradients()).isGreaterThan(3);
    assertThat(series(answer).get(0)).isCloseTo(exact[0], within(1e-8));
    assertThat(series(answer).get(1)).isCloseTo(exact[1], within(1e-8));
  }

  @Test
  void moreEigenvaluesThanExamplesAreZero() {
    SoftmaxRegression problem = Fixtures.classifier(3, 0);
    Measurement answer =
        measure(
            problem,
            MeasureSettings.DEFAULT.withEigenvalues(6, 1e-4, 100),
            new FisherEigenvalues());
    assertThat(series(answer)).hasSize(6);
    assertThat(series(answer).get(5)).isZero();
  }
}
