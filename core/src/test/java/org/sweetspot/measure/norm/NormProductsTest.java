package org.sweetspot.measure.norm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.landscape.PerturbationFlatness;
import org.sweetspot.reference.SoftmaxRegression;
import org.sweetspot.vector.ParameterVector;

class NormProductsTest {
  private final SoftmaxRegression problem = Fixtures.classifier(40, 0);

  @Test
  void oneLayerGivesItsOwnNorms() {
    try (ParameterVector initial = problem.space().zero();
        MeasureContext context =
            Fixtures.context(problem, Fixtures.sgd(0.1, 0).withInitial(initial))) {
      double[] w = problem.parameters().toArray();
      double[][] matrix = new double[3][4];
      double square = 0;
      for (int i = 0; i < 12; i++) {
        matrix[i / 4][i % 4] = w[i];
        square += w[i] * w[i];
      }
      double top =
          new SingularValueDecomposition(new Array2DRowRealMatrix(matrix)).getSingularValues()[0];
      Measurement answer = new NormProducts().measure(context);
      assertThat(Fixtures.part(answer, "frobenius")).isCloseTo(Math.log(square), within(1e-9));
      assertThat(Fixtures.part(answer, "spectral")).isCloseTo(2 * Math.log(top), within(1e-6));
      // From zero the whole weight is what moved.
      assertThat(Fixtures.part(answer, "spectral-initial"))
          .isCloseTo(Math.log(square), within(1e-6));
    }
  }

  @Test
  void flatnessDoublesWithTheWeightsOfALinearModel() {
    // Logits are linear in the weights, so that twice the weights allow twice the noise.
    double before = sigma();
    problem.parameters().scale(2);
    assertThat(sigma() / before).isCloseTo(2, within(0.08));
  }

  private double sigma() {
    try (ParameterVector weights = problem.parameters().copy();
        MeasureContext context = Fixtures.context(problem)) {
      Measurement answer = PerturbationFlatness.plain().measure(context);
      assertThat(problem.parameters().toArray()).isEqualTo(weights.toArray());
      double sigma = Fixtures.part(answer, "sigma");
      assertThat(Fixtures.part(answer, "inverse-square"))
          .isCloseTo(1 / (sigma * sigma), within(1e-9 / (sigma * sigma)));
      return sigma;
    }
  }

  @Test
  void magnitudeAwareNoiseFollowsTheMovement() {
    try (ParameterVector initial = problem.space().zero();
        MeasureContext context =
            Fixtures.context(problem, Fixtures.sgd(0.1, 0).withInitial(initial))) {
      Measurement answer = PerturbationFlatness.magnitudeAware().measure(context);
      assertThat(Fixtures.part(answer, "sigma")).isPositive();
      double[] w = problem.parameters().toArray();
      double sigma = Fixtures.part(answer, "sigma");
      double square = problem.parameters().dot(problem.parameters());
      double sum = Math.log(40 / sigma) + 10;
      for (double one : w) {
        sum +=
            Math.log(
                    (1e-6 + (sigma * sigma + 1) * square / w.length)
                        / (1e-6 + sigma * sigma * one * one))
                / 4;
      }
      assertThat(Fixtures.part(answer, "pac-bayes")).isCloseTo(sum, within(1e-9));
    }
  }
}
