package org.sweetspot.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Split;
import org.sweetspot.vector.ArrayVector;

class QuadraticTest {
  private static final double[][] CURVATURE = {{2, 1}, {1, 3}};
  private static final Batch BOTH = Batch.range(Split.TRAIN, 0, 2);

  private static Quadratic problem() {
    Quadratic problem = new Quadratic(CURVATURE, new double[][] {{1, 0}, {0, 2}});
    problem.parameters().set(new double[] {1, 1});
    return problem;
  }

  @Test
  void lossAndGradientAreThoseOfTheFormula() {
    Quadratic problem = problem();
    ArrayVector gradient = problem.parameters().space().zero();
    // w - c = (0, 1) and (1, -1): losses 3/2 and (2 - 2 + 3)/2.
    assertThat(problem.losses(BOTH)).containsExactly(1.5, 1.5);
    assertThat(problem.gradient(BOTH, Mode.TRAIN, gradient)).isEqualTo(1.5);
    // A (0.5, 0) = (1, 0.5).
    assertThat(gradient.toArray()).containsExactly(1, 0.5);
  }

  @Test
  void hessianAndGaussNewtonMatrixAreTheCurvature() {
    Quadratic problem = problem();
    ArrayVector v = problem.parameters().space().zero().set(new double[] {1, -1});
    ArrayVector product = problem.parameters().space().zero();
    try (Linearization graph = problem.linearize(BOTH, Mode.PROBE)) {
      graph.apply(v, product);
      assertThat(product.toArray()).containsExactly(1, -2);
      assertThat(graph.gradient().toArray()).containsExactly(1, 0.5);
      assertThat(graph.loss()).isEqualTo(1.5);
    }
    problem.gaussNewtonProduct(BOTH, Mode.PROBE, v, product);
    assertThat(product.toArray()).containsExactly(1, -2);
  }

  @Test
  void exampleGradientsAverageToTheGradient() {
    Quadratic problem = problem();
    ArrayVector mean = problem.parameters().space().zero();
    double[] squares = problem.squaredGradientNorms(BOTH);
    problem.gradients(
        BOTH,
        (position, gradient) -> {
          assertThat(gradient.dot(gradient)).isCloseTo(squares[position], within(1e-12));
          mean.add(0.5, gradient);
        });
    assertThat(mean.toArray()).containsExactly(1, 0.5);
  }

  @Test
  void onlyTheTrainingSplitHasExamples() {
    assertThat(problem().size(Split.TEST)).isZero();
    assertThatThrownBy(() -> problem().loss(Batch.of(Split.TEST, 0), Mode.EVALUATE))
        .hasMessageContaining("TEST");
  }

  @Test
  void aCurvatureThatIsNotSymmetricIsRefused() {
    assertThatThrownBy(() -> new Quadratic(new double[][] {{1, 2}, {0, 1}}, new double[1][2]))
        .hasMessageContaining("symmetric");
  }
}
