package org.sweetspot.measure.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

class FunctionSpaceStabilityTest {
  private static final int HIDDEN = 12;

  /** Parameters w, b, v, c one after another. */
  private static double[] random(RandomStream stream, double scale) {
    double[] weights = new double[3 * HIDDEN + 1];
    Arrays.setAll(weights, i -> scale * stream.nextGaussian());
    return weights;
  }

  private static double[] gradient(double[] weights, double x) {
    double[] row = new double[weights.length];
    for (int i = 0; i < HIDDEN; i++) {
      double before = weights[i] * x + weights[HIDDEN + i];
      if (before > 0) {
        row[i] = weights[2 * HIDDEN + i] * x;
        row[HIDDEN + i] = weights[2 * HIDDEN + i];
        row[2 * HIDDEN + i] = before;
      }
    }
    row[3 * HIDDEN] = 1;
    return row;
  }

  private static double output(double[] weights, double x) {
    double f = weights[3 * HIDDEN];
    for (int i = 0; i < HIDDEN; i++) {
      f += weights[2 * HIDDEN + i] * Math.max(0, weights[i] * x + weights[HIDDEN + i]);
    }
    return f;
  }

  /** The largest eigenvalue of J'J / n, which is that of J J' / n. */
  private static double sharpness(double[] weights, double[] inputs) {
    int n = inputs.length;
    double[][] rows =
        Arrays.stream(inputs).mapToObj(x -> gradient(weights, x)).toArray(double[][]::new);
    double[][] kernel = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < weights.length; k++) {
          kernel[i][j] += rows[i][k] * rows[j][k] / n;
        }
      }
    }
    return new EigenDecompositionSymmetric(new Array2DRowRealMatrix(kernel), 1e-9, true)
        .getEigenvalues()[0];
  }

  private static double integral(double[] weights, double[] inputs) {
    return HiddenKnots.integral(
        Arrays.copyOfRange(weights, 0, HIDDEN),
        Arrays.copyOfRange(weights, HIDDEN, 2 * HIDDEN),
        Arrays.copyOfRange(weights, 2 * HIDDEN, 3 * HIDDEN),
        inputs);
  }

  @Test
  void theIntegralIsBoundedByTheSharpnessForAnyWeights() {
    RandomStream stream = new Seed(3).stream("networks");
    double closest = Double.POSITIVE_INFINITY;
    for (int round = 0; round < 300; round++) {
      double[] weights = random(stream, Math.exp(stream.nextGaussian()));
      double[] inputs = new double[3 + stream.nextInt(20)];
      double shift = stream.nextGaussian();
      Arrays.setAll(inputs, i -> shift + stream.nextGaussian());
      double bound = (sharpness(weights, inputs) - 1) / 2;
      double integral = integral(weights, inputs);
      assertThat(integral).isLessThanOrEqualTo(bound + 1e-12);
      closest = Math.min(closest, bound / integral);
    }
    // Not only true because it is far away.
    assertThat(closest).isLessThan(4);
  }

  @Test
  void unitsThatBendAtOnePlaceAddUpFirst() {
    // Two inputs: everything can be computed by hand.
    double[] inputs = {-1, 1};
    // P = 1/2, E[X - t] = 1, E[X] = 1 above the knot 0: g = sqrt(2) / 4 on both sides.
    assertThat(HiddenKnots.weight(0, inputs)).isCloseTo(Math.sqrt(2) / 4, within(1e-15));
    assertThat(HiddenKnots.weight(1, inputs)).isZero();
    assertThat(
            HiddenKnots.integral(
                new double[] {2, -2, 1, 0},
                new double[] {0, 0, 3, 1},
                new double[] {3, -1, 7, 5},
                inputs))
        // The first two bend at one place, the third beyond the data, the last never.
        .isCloseTo(Math.abs(2 * 3 - 2 * 1) * Math.sqrt(2) / 4, within(1e-14));
  }

  @Test
  void aMinimumThatDescentHoldsKeepsTheBound() {
    double[] inputs = {-1.5, -0.8, -0.1, 0.4, 0.9, 1.6};
    double[] targets = {0.3, -0.4, 0.5, 0.1, -0.6, 0.4};
    double rate = 0.2;
    double[] weights = random(new Seed(5).stream("start"), 0.7);
    double loss = 0;
    for (int step = 0; step < 60_000; step++) {
      double[] sum = new double[weights.length];
      loss = 0;
      for (int i = 0; i < inputs.length; i++) {
        double residual = output(weights, inputs[i]) - targets[i];
        loss += residual * residual / 2 / inputs.length;
        double[] row = gradient(weights, inputs[i]);
        for (int k = 0; k < row.length; k++) {
          sum[k] += residual * row[k] / inputs.length;
        }
      }
      for (int k = 0; k < sum.length; k++) {
        weights[k] -= rate * sum[k];
      }
    }
    // Descent has settled where all examples are fitted, so that G is the Hessian there.
    assertThat(loss).isLessThan(1e-12);
    assertThat(sharpness(weights, inputs)).isLessThanOrEqualTo(2 / rate);
    assertThat(integral(weights, inputs)).isPositive().isLessThanOrEqualTo(1 / rate - 0.5);
  }

  @Test
  void otherNetworksAreRefused() {
    try (MeasureContext context =
        Fixtures.context(Fixtures.classifier(30, 0), Fixtures.sgd(0.1, 0))) {
      Measurement answer = new FunctionSpaceStability().measure(context);
      assertThat(answer.status()).isEqualTo(Status.NOT_APPLICABLE);
      assertThat(answer.conventions()).contains("one input and one hidden layer");
    }
  }
}
