package org.sweetspot.measure.norm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.reference.SoftmaxRegression;
import org.sweetspot.vector.ParameterVector;

class NormTest {
  private final SoftmaxRegression problem = Fixtures.classifier(10, 0);

  @Test
  void normsAreThoseOfTheEntries() {
    try (MeasureContext context = Fixtures.context(problem)) {
      Measurement answer = new WeightNorms().measure(context);
      double[] w = problem.parameters().toArray();
      double weight = 0;
      double bias = 0;
      for (int i = 0; i < w.length; i++) {
        if (i < 12) {
          weight += w[i] * w[i];
        } else {
          bias += w[i] * w[i];
        }
      }
      assertThat(Fixtures.part(answer, "weight")).isCloseTo(Math.sqrt(weight), within(1e-12));
      assertThat(Fixtures.part(answer, "bias")).isCloseTo(Math.sqrt(bias), within(1e-12));
      assertThat(Fixtures.part(answer, "all")).isCloseTo(Math.sqrt(weight + bias), within(1e-12));
    }
  }

  @Test
  void spectralNormsAreLargestSingularValues() {
    double[] w = problem.parameters().toArray();
    double[][] matrix = new double[3][4];
    for (int i = 0; i < 12; i++) {
      matrix[i / 4][i % 4] = w[i];
    }
    double exact =
        new SingularValueDecomposition(new Array2DRowRealMatrix(matrix)).getSingularValues()[0];
    try (MeasureContext context = Fixtures.context(problem)) {
      Measurement answer = new SpectralNorms().measure(context);
      assertThat(Fixtures.part(answer, "weight")).isCloseTo(exact, within(1e-6 * exact));
      assertThat(Fixtures.part(answer, "product")).isCloseTo(exact, within(1e-6 * exact));
    }
  }

  @Test
  void theDistanceFromInitializationIsAbsoluteAndRelative() {
    try (ParameterVector initial = problem.parameters().copy()) {
      double start = initial.norm();
      problem.parameters().scale(3);
      try (MeasureContext context =
          Fixtures.context(problem, Fixtures.sgd(0.1, 0).withInitial(initial))) {
        Measurement answer = new DistanceFromInitialization().measure(context);
        assertThat(Fixtures.part(answer, "absolute")).isCloseTo(2 * start, within(1e-12));
        assertThat(Fixtures.part(answer, "relative")).isCloseTo(2, within(1e-12));
      }
    }
  }

  @Test
  void withoutInitialWeightsThereIsAReason() {
    try (MeasureContext context = Fixtures.context(problem)) {
      Measurement answer = new DistanceFromInitialization().measure(context);
      assertThat(answer.status()).isEqualTo(Status.NOT_APPLICABLE);
      assertThat(answer.conventions().text()).contains("first snapshot");
    }
  }
}
