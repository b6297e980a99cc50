package org.sweetspot.measure.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.Heavy;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.measure.Value;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.reference.Quadratic;
import org.sweetspot.reference.SoftmaxRegression;

class CurvatureTest {
  private static double[] exact(SoftmaxRegression problem) {
    return new EigenDecompositionSymmetric(
            new Array2DRowRealMatrix(symmetric(Fixtures.hessian(problem, Split.TRAIN))))
        .getEigenvalues();
  }

  /** Products differ from symmetric by rounding. */
  private static double[][] symmetric(double[][] matrix) {
    double[][] result = new double[matrix.length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix.length; j++) {
        assertThat(matrix[i][j]).isCloseTo(matrix[j][i], within(1e-12));
        result[i][j] = (matrix[i][j] + matrix[j][i]) / 2;
      }
    }
    return result;
  }

  private static List<Double> series(@Nullable Value value) {
    if (value instanceof Value.Series series) {
      return series.values();
    }
    throw new AssertionError("expected a list, got " + value);
  }

  @Test
  void eigenvaluesAreThoseOfTheDenseHessianToTheirResiduals() {
    SoftmaxRegression problem = Fixtures.classifier(80, 0);
    double[] exact = exact(problem);
    for (Measure measure :
        new Measure[] {new HessianEigenvalues(), GaussNewtonEigenvalues.largest()}) {
      try (MeasureContext context = Fixtures.context(problem)) {
        Measurement answer = measure.measure(context);
        assertThat(answer.status()).isEqualTo(Status.ESTIMATE);
        for (int i = 0; i < 5; i++) {
          double residual = series(answer.error()).get(i);
          assertThat(residual).isLessThanOrEqualTo(1e-4 * exact[0]);
          assertThat(series(answer.value()).get(i)).isCloseTo(exact[i], within(residual + 1e-12));
        }
      }
    }
  }

  @Test
  void startingAtTheGradientLosesNoEigenvalue() {
    int p = 60;
    double[][] curvature = new double[p][p];
    for (int i = 0; i < p; i++) {
      curvature[i][i] = i + 1;
    }
    // The gradient at the start is none at all, or an eigenvector far from the largest.
    for (double[][] centres : new double[][][] {new double[2][p], unit(p, 4), unit(p, p - 2)}) {
      try (Quadratic problem = new Quadratic(curvature, centres);
          MeasureContext context =
              new MeasureContext(
                  problem,
                  TrainingFacts.UNKNOWN,
                  MeasureSettings.DEFAULT.withEigenvalues(3, 1e-5, 60),
                  new Seed(1))) {
        Measurement answer = new HessianEigenvalues().measure(context);
        assertThat(answer.status()).isEqualTo(Status.ESTIMATE);
        for (int i = 0; i < 3; i++) {
          assertThat(series(answer.value()).get(i)).isCloseTo(p - i, within(p * 1e-5));
        }
      }
    }
  }

  private static double[][] unit(int dimension, int at) {
    double[][] rows = new double[2][dimension];
    rows[0][at] = 1;
    rows[1][at] = 1;
    return rows;
  }

  @Test
  void passesOfTheDataGiveTheSameHessianAsOne() {
    SoftmaxRegression problem = Fixtures.classifier(80, 0);
    MeasureSettings settings =
        MeasureSettings.DEFAULT.withExamples(1000, 17).withEigenvalues(3, 1e-9, 100);
    double[] exact = exact(problem);
    for (Measure measure :
        new Measure[] {new HessianEigenvalues(), GaussNewtonEigenvalues.largest()}) {
      try (MeasureContext context =
          new MeasureContext(problem, TrainingFacts.UNKNOWN, settings, new Seed(1))) {
        Measurement answer = measure.measure(context);
        for (int i = 0; i < 3; i++) {
          assertThat(series(answer.value()).get(i)).isCloseTo(exact[i], within(1e-8));
        }
      }
    }
  }

  @Test
  void theTraceIsTheSumOfTheEigenvalues() {
    SoftmaxRegression problem = Fixtures.classifier(80, 0);
    double trace = java.util.Arrays.stream(exact(problem)).sum();
    try (MeasureContext context = Fixtures.context(problem)) {
      // Fewer weights than half the products: every unit vector is asked.
      Measurement answer = new HessianTrace().measure(context);
      assertThat(answer.status()).isEqualTo(Status.EXACT);
      assertThat(Fixtures.scalar(answer)).isCloseTo(trace, within(1e-10 * trace));
    }
    try (MeasureContext context =
        new MeasureContext(
            problem,
            TrainingFacts.UNKNOWN,
            MeasureSettings.DEFAULT.withEigenvalues(3, 1e-4, 28).withMode(Mode.PROBE),
            new Seed(1))) {
      // Under batch statistics outputs of single examples do not give it.
      Measurement answer = new HessianTrace().measure(context);
      double error = Fixtures.error(answer);
      assertThat(error).isLessThanOrEqualTo(0.05 * trace * 1.2);
      assertThat(Fixtures.scalar(answer)).isCloseTo(trace, within(3 * error + 1e-9));
      assertThat(answer.cost().hvps()).isBetween(1.0, 28.0);
    }
  }

  @Test
  void aBudgetThatIsTooSmallIsReported() {
    MeasureSettings settings =
        MeasureSettings.DEFAULT
            .withEigenvalues(3, 1e-12, 4)
            .withTraceError(1e-9)
            .withMode(Mode.PROBE);
    try (MeasureContext context =
        new MeasureContext(
            Fixtures.classifier(80, 0), TrainingFacts.UNKNOWN, settings, new Seed(1))) {
      assertThat(new HessianEigenvalues().measure(context).status())
          .isEqualTo(Status.NOT_CONVERGED);
      assertThat(new HessianTrace().measure(context).status()).isEqualTo(Status.NOT_CONVERGED);
    }
  }

  @Test
  void littleMemoryCostsProductsAndNotTheAnswer() {
    SoftmaxRegression problem = Fixtures.classifier(80, 0);
    double[] exact = exact(problem);
    MeasureSettings settings =
        MeasureSettings.DEFAULT.withEigenvalues(1, 1e-6, 400).withTraceError(0).withMemory(1);
    try (MeasureContext context =
        new MeasureContext(problem, TrainingFacts.UNKNOWN, settings, new Seed(1))) {
      Measurement top = new HessianEigenvalues().measure(context);
      assertThat(series(top.value()).get(0)).isCloseTo(exact[0], within(1e-5 * exact[0]));
    }
    try (MeasureContext context =
        new MeasureContext(
            problem,
            TrainingFacts.UNKNOWN,
            settings.withEigenvalues(1, 1e-6, 28).withMode(Mode.PROBE),
            new Seed(1))) {
      Measurement trace = new HessianTrace().measure(context);
      assertThat(trace.estimator()).contains("Hutchinson");
      assertThat(Fixtures.scalar(trace))
          .isCloseTo(java.util.Arrays.stream(exact).sum(), within(3 * Fixtures.error(trace)));
    }
  }

  @Test
  void graphsThatDoNotFitAreRebuiltPassByPassWithEqualResults() {
    SoftmaxRegression inner = Fixtures.classifier(80, 0);
    double[] exact = exact(inner);
    Heavy heavy = new Heavy(inner);
    MeasureSettings settings =
        MeasureSettings.DEFAULT.withEigenvalues(3, 1e-9, 200).withMemory(16 * 1024);
    try (MeasureContext context =
        new MeasureContext(heavy, TrainingFacts.UNKNOWN, settings, new Seed(1))) {
      Measurement answer = new HessianEigenvalues().measure(context);
      assertThat(BatchHessian.of(context).keepsGraphs()).isFalse();
      for (int i = 0; i < 3; i++) {
        assertThat(series(answer.value()).get(i)).isCloseTo(exact[i], within(1e-8));
      }
      assertThat(heavy.open()).isZero();
      assertThat(heavy.mostOpen()).isEqualTo(1);
      assertThat(heavy.largest()).isLessThanOrEqualTo(16);
      assertThat(answer.cost().gradients()).isEqualTo(answer.cost().hvps());
    }
    try (MeasureContext context =
        new MeasureContext(
            new Heavy(inner), TrainingFacts.UNKNOWN, settings.withMemory(1 << 20), new Seed(1))) {
      assertThat(BatchHessian.of(context).keepsGraphs()).isTrue();
    }
  }
}
