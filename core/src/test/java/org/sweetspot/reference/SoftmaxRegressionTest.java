package org.sweetspot.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Predictions;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.vector.ArrayVector;

class SoftmaxRegressionTest {
  private static final int EXAMPLES = 7;
  private static final Batch ALL = Batch.range(Split.TRAIN, 0, EXAMPLES);

  private static SoftmaxRegression problem() {
    RandomStream stream = new Seed(5).stream("test/softmax");
    double[][] inputs = new double[EXAMPLES][4];
    int[] labels = new int[EXAMPLES];
    for (int i = 0; i < EXAMPLES; i++) {
      labels[i] = stream.nextInt(3);
      for (int j = 0; j < 4; j++) {
        inputs[i][j] = stream.nextGaussian();
      }
    }
    SoftmaxRegression problem =
        new SoftmaxRegression(
            3, 0.1, Map.of(Split.TRAIN, new SoftmaxRegression.Table(inputs, labels)));
    problem.parameters().set(problem.parameters().space().gaussian(stream));
    return problem;
  }

  @Test
  void theLossAtZeroWeightsIsTheLogarithmOfTheClasses() {
    SoftmaxRegression problem = problem();
    problem.parameters().scale(0);
    assertThat(problem.loss(ALL, Mode.TRAIN)).isCloseTo(Math.log(3), within(1e-15));
  }

  @Test
  void theGradientIsThatOfFiniteDifferences() {
    SoftmaxRegression problem = problem();
    ArrayVector gradient = problem.parameters().space().zero();
    double loss = problem.gradient(ALL, Mode.TRAIN, gradient);
    assertThat(loss).isEqualTo(problem.loss(ALL, Mode.TRAIN));
    double[] weights = problem.parameters().toArray();
    for (int i = 0; i < weights.length; i++) {
      double difference = (lossAt(problem, weights, i, 1e-5) - lossAt(problem, weights, i, -1e-5));
      assertThat(gradient.get(i)).isCloseTo(difference / 2e-5, within(1e-9));
    }
  }

  private static double lossAt(SoftmaxRegression problem, double[] weights, int i, double shift) {
    double[] moved = weights.clone();
    moved[i] += shift;
    problem.parameters().set(moved);
    double loss = problem.loss(ALL, Mode.TRAIN);
    problem.parameters().set(weights);
    return loss;
  }

  @Test
  void theHessianProductIsTheGradientsDerivative() {
    SoftmaxRegression problem = problem();
    ArrayVector v = problem.parameters().space().gaussian(new Seed(1).stream("v"));
    ArrayVector product = problem.parameters().space().zero();
    ArrayVector gaussNewton = problem.parameters().space().zero();
    try (Linearization graph = problem.linearize(ALL, Mode.PROBE)) {
      graph.apply(v, product);
    }
    problem.gaussNewtonProduct(ALL, Mode.PROBE, v, gaussNewton);
    assertThat(gaussNewton.toArray()).isEqualTo(product.toArray());
    ArrayVector up = problem.parameters().space().zero();
    ArrayVector down = problem.parameters().space().zero();
    problem.parameters().add(1e-5, v);
    problem.gradient(ALL, Mode.TRAIN, up);
    problem.parameters().add(-2e-5, v);
    problem.gradient(ALL, Mode.TRAIN, down);
    double[] difference = up.add(-1, down).scale(1 / 2e-5).toArray();
    assertThat(product.toArray()).containsExactly(difference, within(1e-8));
  }

  @Test
  void exampleLossesAndGradientsAverageToThoseOfTheBatch() {
    SoftmaxRegression problem = problem();
    ArrayVector gradient = problem.parameters().space().zero();
    ArrayVector mean = problem.parameters().space().zero();
    double loss = problem.gradient(ALL, Mode.TRAIN, gradient);
    double[] losses = problem.losses(ALL);
    double[] squares = problem.squaredGradientNorms(ALL);
    assertThat(java.util.Arrays.stream(losses).average().orElseThrow())
        .isCloseTo(loss, within(1e-12));
    problem.gradients(
        ALL,
        (position, own) -> {
          assertThat(own.dot(own)).isCloseTo(squares[position], within(1e-12));
          mean.add(1.0 / EXAMPLES, own);
        });
    assertThat(mean.toArray()).containsExactly(gradient.toArray(), within(1e-12));
  }

  @Test
  void predictionsGiveTheSameLoss() {
    SoftmaxRegression problem = problem();
    Predictions predictions = problem.predictions(ALL, Mode.EVALUATE);
    double[] losses = problem.losses(ALL);
    for (int i = 0; i < EXAMPLES; i++) {
      double sum = 0;
      for (int k = 0; k < 3; k++) {
        sum += Math.exp(predictions.logit(i, k));
      }
      double expected = Math.log(sum) - predictions.logit(i, predictions.label(i));
      assertThat(losses[i]).isCloseTo(expected, within(1e-12));
    }
  }

  @Test
  void augmentationIsAFunctionOfItsKeyAndPosition() {
    SoftmaxRegression problem = problem();
    double plain = problem.loss(ALL, Mode.TRAIN);
    double first = problem.loss(ALL.augmented(9), Mode.TRAIN);
    assertThat(first).isNotEqualTo(plain).isEqualTo(problem.loss(ALL.augmented(9), Mode.TRAIN));
    double[] whole = problem.losses(ALL.augmented(9));
    double[] part = problem.losses(ALL.augmented(9).slice(3, 5));
    assertThat(part).containsExactly(whole[3], whole[4]);
  }

  @Test
  void labelsOutsideTheClassesAreRefused() {
    assertThatThrownBy(
            () ->
                new SoftmaxRegression(
                    2,
                    0,
                    Map.of(
                        Split.TRAIN, new SoftmaxRegression.Table(new double[1][1], new int[] {2}))))
        .hasMessageContaining("labels from 0 to 1, got 2");
  }
}
