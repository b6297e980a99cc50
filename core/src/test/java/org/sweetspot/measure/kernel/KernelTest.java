package org.sweetspot.measure.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Split;
import org.sweetspot.reference.SoftmaxRegression;
import org.sweetspot.vector.ParameterVector;

class KernelTest {
  @Test
  void aLinearModelHasTheKernelOfItsInputs() {
    SoftmaxRegression problem = Fixtures.classifier(40, 0);
    try (MeasureContext context = Fixtures.context(problem)) {
      Matrix x = problem.inputs(Batch.range(Split.TRAIN, 0, 40));
      double trace = 0;
      for (int i = 0; i < 40; i++) {
        double square = 1;
        for (int j = 0; j < 4; j++) {
          square += x.get(i, j) * x.get(i, j);
        }
        trace += 3 * square;
      }
      Measurement spectrum = new KernelSpectrum().measure(context);
      assertThat(Fixtures.part(spectrum, "trace")).isCloseTo(trace, within(1e-9));
      // Four features and the bias span five directions, and the five largest make up the trace.
      double sum =
          IntStream.rangeClosed(1, 5)
              .mapToDouble(k -> Fixtures.part(spectrum, "eigenvalue-" + k))
              .sum();
      assertThat(sum).isCloseTo(trace, within(1e-8));
      assertThat(Fixtures.part(spectrum, "effective-rank")).isBetween(1.0, 5.0);
      assertThat(Fixtures.partError(spectrum, "trace")).isPositive();
    }
  }

  @Test
  void alignmentIsTheCosineOfItsDefinition() {
    Matrix k = new Matrix(3, 3, new double[] {2, 1, 0, 1, 3, 1, 0, 1, 4});
    Matrix y = new Matrix(3, 3, new double[] {1, 1, 0, 1, 1, 0, 0, 0, 1});
    assertThat(Alignment.cosine(k, y))
        .isCloseTo(11 / (Math.sqrt(33) * Math.sqrt(5)), within(1e-12));
    double[][] h = new double[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        h[i][j] = (i == j ? 1 : 0) - 1.0 / 3;
      }
    }
    double[] expected = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int a = 0; a < 3; a++) {
          for (int b = 0; b < 3; b++) {
            expected[3 * i + j] += h[i][a] * k.get(a, b) * h[b][j];
          }
        }
      }
    }
    assertThat(Alignment.centre(k).entries()).containsExactly(expected, within(1e-12));
    assertThat(Alignment.centred(k, k)).isCloseTo(1, within(1e-12));
  }

  @Test
  void labelsThatTheKernelKnowsAlignAndShuffledOnesDoNot() {
    try (MeasureContext context = Fixtures.context(Fixtures.classifier(200, 0))) {
      Measurement answer = new KernelAlignment().measure(context);
      double centred = Fixtures.part(answer, "centred");
      double control =
          Double.parseDouble(answer.control().replaceAll(".*centred ([-0-9.]+).*", "$1"));
      assertThat(centred).isGreaterThan(0.2);
      assertThat(Math.abs(control)).isLessThan(0.05);
    }
  }

  @Test
  void aLinearModelIsInTheKernelRegimeHoweverFarItMoves() {
    SoftmaxRegression problem = Fixtures.classifier(50, 0);
    try (ParameterVector initial = problem.parameters().copy();
        MeasureContext context =
            Fixtures.context(problem, Fixtures.sgd(0.1, 0).withInitial(initial))) {
      problem.parameters().scale(-4);
      Measurement answer = new KernelOrRich().measure(context);
      assertThat(Fixtures.part(answer, "kernel-movement")).isCloseTo(0, within(1e-12));
      assertThat(Fixtures.part(answer, "weight-movement")).isCloseTo(5, within(1e-12));
      assertThat(Fixtures.part(answer, "alignment-gain")).isCloseTo(0, within(1e-12));
      assertThat(answer.estimator()).contains("lazy");
    }
  }

  @Test
  void withoutInitialWeightsMovementHasNoMeaning() {
    try (MeasureContext context = Fixtures.context(Fixtures.classifier(20, 0))) {
      Measurement answer = new KernelOrRich().measure(context);
      assertThat(answer.status()).isEqualTo(Status.NOT_APPLICABLE);
      assertThat(answer.conventions().text()).contains("initial weights are not known");
    }
  }

  @Test
  void largeSplitsAreMeasuredOnAPart() {
    try (MeasureContext context = Fixtures.context(Fixtures.classifier(513, 0))) {
      assertThat(new KernelSpectrum().measure(context).conventions().text())
          .contains("256 random of 513 train examples");
    }
    try (MeasureContext context = Fixtures.context(Fixtures.classifier(300, 0))) {
      assertThat(new KernelSpectrum().measure(context).conventions().text())
          .contains("all 300 train examples");
    }
  }
}
