package org.sweetspot.vector.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.vector.ParameterVector;

class LanczosQuadratureTest {
  private final RandomStream stream = new Seed(4).stream("quadrature");

  private static double sum(LanczosQuadrature rule, int power) {
    double sum = 0;
    for (int i = 0; i < rule.nodes().length; i++) {
      sum += rule.weights()[i] * Math.pow(rule.nodes()[i], power);
    }
    return sum;
  }

  @Test
  void momentsBelowTwiceTheStepsAreThoseOfTheVector() {
    double[] values = new double[40];
    for (int i = 0; i < 40; i++) {
      values[i] = Math.sin(i) + 0.5;
    }
    DenseOperator operator = DenseOperator.withEigenvalues(values);
    try (ParameterVector probe = operator.space().gaussian(stream);
        ParameterVector power = probe.copy();
        ParameterVector image = operator.space().zero()) {
      double before = probe.norm();
      LanczosQuadrature rule = LanczosQuadrature.of(operator, probe, 5);
      assertThat(probe.norm()).isEqualTo(before);
      assertThat(rule.products()).isEqualTo(5);
      for (int k = 0; k < 10; k++) {
        assertThat(sum(rule, k)).isCloseTo(probe.dot(power) / probe.dot(probe), within(1e-11));
        operator.apply(power, image);
        power.set(image);
      }
      // One degree more is beyond the rule.
      assertThat(sum(rule, 10)).isNotCloseTo(probe.dot(power) / probe.dot(probe), within(1e-6));
    }
  }

  @Test
  void anExhaustedSubspaceEndsTheStepsAndIsExact() {
    double[] values = new double[30];
    values[0] = 2;
    values[1] = -1;
    DenseOperator operator = DenseOperator.withEigenvalues(values);
    try (ParameterVector probe = operator.space().gaussian(stream)) {
      LanczosQuadrature rule = LanczosQuadrature.of(operator, probe, 20);
      assertThat(rule.nodes()).usingComparatorWithPrecision(1e-10).containsExactly(2, 0, -1);
      assertThat(sum(rule, 0)).isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void theDensityIntegratesToOne() {
    DenseOperator operator = DenseOperator.withEigenvalues(3, 1, 0.5, -0.2);
    try (ParameterVector probe = operator.space().gaussian(stream)) {
      LanczosQuadrature rule = LanczosQuadrature.of(operator, probe, 4);
      double integral = 0;
      for (double t = -2; t < 5; t += 0.01) {
        integral += 0.01 * rule.density(t, 0.1);
      }
      assertThat(integral).isCloseTo(1, within(1e-9));
    }
  }

  @Test
  void zeroIsNoStart() {
    DenseOperator operator = DenseOperator.withEigenvalues(1, 2);
    try (ParameterVector zero = operator.space().zero()) {
      assertThatThrownBy(() -> LanczosQuadrature.of(operator, zero, 3))
          .hasMessageContaining("other than zero");
    }
  }
}
