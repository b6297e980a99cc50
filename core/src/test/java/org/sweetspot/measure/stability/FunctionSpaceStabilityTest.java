package org.sweetspot.measure.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

class FunctionSpaceStabilityTest {
  private static double[] outputs(ShallowNetwork network, double[][] inputs) {
    return Arrays.stream(inputs).mapToDouble(network::output).toArray();
  }

  /** The formula of one input: a sum over knots, each with its own pass over the inputs. */
  private static double univariate(ShallowNetwork network, double[][] inputs) {
    Map<Double, Double> bends = new TreeMap<>();
    for (int i = 0; i < network.out.length; i++) {
      double w = network.weights[i][0];
      bends.merge(-network.offsets[i] / w, network.out[i] * Math.abs(w), Double::sum);
    }
    double sum = 0;
    for (Map.Entry<Double, Double> bend : bends.entrySet()) {
      double least = Double.POSITIVE_INFINITY;
      for (int sign : new int[] {1, -1}) {
        double knot = bend.getKey();
        int count = 0;
        double total = 0;
        for (double[] x : inputs) {
          if (sign * (x[0] - knot) > 0) {
            count++;
            total += x[0];
          }
        }
        double mean = total / count;
        double share = (double) count / inputs.length;
        double side = share * share * sign * (mean - knot) * Math.hypot(1, mean);
        least = Math.min(least, count == 0 ? 0 : side);
      }
      sum += Math.abs(bend.getValue()) * least;
    }
    return sum;
  }

  @Test
  void theSharpnessOfFittedNetworksBoundsTheIntegral() {
    RandomStream stream = new Seed(3).stream("networks");
    double closest = Double.POSITIVE_INFINITY;
    int fitted = 0;
    for (int round = 0; fitted < 300; round++) {
      assertThat(round).isLessThan(1000);
      int d = 1 + fitted % 4;
      ShallowNetwork network =
          ShallowNetwork.random(stream, 14, d, Math.exp(stream.nextGaussian()));
      double[][] inputs = ShallowNetwork.points(stream, 3 + stream.nextInt(4), d, 1);
      double shift = stream.nextGaussian();
      double[] targets = new double[inputs.length];
      for (int n = 0; n < inputs.length; n++) {
        inputs[n][0] += shift;
        targets[n] = 3 * stream.nextGaussian();
      }
      network.fit(inputs, targets);
      double worst = 0;
      for (int n = 0; n < inputs.length; n++) {
        worst = Math.max(worst, Math.abs(network.output(inputs[n]) - targets[n]));
      }
      if (worst > 1e-9) {
        // No unit bends between two of the inputs.
        continue;
      }
      fitted++;
      double bound = (network.sharpness(inputs, targets) - 1) / 2;
      double integral = network.integral(inputs);
      assertThat(integral).isLessThanOrEqualTo(bound);
      closest = Math.min(closest, bound / integral);
    }
    // Not only true because it is far away.
    assertThat(closest).isLessThan(4);
  }

  @Test
  void thereIsEqualityAtTwoOppositeInputs() {
    RandomStream stream = new Seed(4).stream("inputs");
    for (int d = 1; d <= 4; d++) {
      double[] x = ShallowNetwork.points(stream, 1, d, 1)[0];
      double[] w = ShallowNetwork.points(stream, 1, d, 1)[0];
      double height = 0;
      double square = 0;
      for (int j = 0; j < d; j++) {
        height += w[j] * x[j];
        square += x[j] * x[j];
      }
      double v = Math.abs(height) / Math.sqrt(1 + square);
      double[] opposite = Arrays.stream(w).map(one -> -one).toArray();
      ShallowNetwork network =
          new ShallowNetwork(
              new double[][] {w, opposite}, new double[2], new double[] {v, v}, stream.nextInt(5));
      double[][] inputs = {x, Arrays.stream(x).map(one -> -one).toArray()};
      double sharpness = network.sharpness(inputs, outputs(network, inputs));
      // Each smaller bound than 1 / eta - 1 / 2 at eta = 2 / sharpness would be broken here.
      assertThat(network.integral(inputs)).isPositive();
      assertThat(network.integral(inputs)).isCloseTo((sharpness - 1) / 2, within(1e-12));
      // The neighbours are not equal: no network of this kind has more.
      network.out[0] *= 1.1;
      assertThat(network.integral(inputs))
          .isLessThan((network.sharpness(inputs, outputs(network, inputs)) - 1) / 2 - 1e-6);
    }
  }

  @Test
  void inOneInputItIsTheSumOverKnots() {
    RandomStream stream = new Seed(6).stream("networks");
    for (int round = 0; round < 50; round++) {
      ShallowNetwork network = ShallowNetwork.random(stream, 9, 1, 1);
      // Three knots are shared, one of them by units that look to both sides.
      for (int i = 0; i < 3; i++) {
        double factor = i == 0 ? -2 : 0.5 * i;
        network.weights[i][0] = factor * network.weights[i + 3][0];
        network.offsets[i] = factor * network.offsets[i + 3];
      }
      double[][] inputs = ShallowNetwork.points(stream, 12, 1, 2);
      assertThat(network.planes().count()).isEqualTo(6);
      assertThat(network.integral(inputs)).isEqualTo(univariate(network, inputs));
    }
  }

  @Test
  void unitsThatBendAtOnePlaceAddUpFirst() {
    double[][] inputs = {{1, 0}, {-1, 0}};
    double[][] weights = {{2, 0}, {-6, 0}, {1, 0}, {0, 0}, {0, 1}};
    double[] offsets = {0, 0, 3, 1, 0};
    ShallowNetwork network =
        new ShallowNetwork(weights, offsets, new double[] {3, -0.5, 7, 5, 2}, 0);
    assertThat(network.planes().count()).isEqualTo(3);
    // P = 1/2, E[u.X] = 1, |E[X]| = 1 at both sides: g = sqrt(2) / 4. The third unit bends beyond
    // the data, the fourth nowhere, and both inputs lie in the plane of the last.
    assertThat(network.integral(inputs))
        .isCloseTo(Math.abs(2 * 3 - 6 * 0.5) * Math.sqrt(2) / 4, within(1e-15));
  }

  @Test
  void multiplesOfAUnitShareItsPlaneDespiteRounding() {
    RandomStream stream = new Seed(7).stream("units");
    ShallowNetwork network = ShallowNetwork.random(stream, 8, 5, 1);
    for (int i = 4; i < 8; i++) {
      double factor = 3.7 * (i - 5.3);
      for (int j = 0; j < 5; j++) {
        network.weights[i][j] = factor * network.weights[i - 4][j];
      }
      network.offsets[i] = factor * network.offsets[i - 4];
      network.out[i] = -network.out[i - 4] / Math.abs(factor);
    }
    assertThat(network.planes().count()).isEqualTo(4);
    double[][] inputs = ShallowNetwork.points(stream, 30, 5, 1);
    // Of opposite bends nothing remains.
    assertThat(network.integral(inputs)).isLessThan(1e-13);
    network.offsets[4] *= 1 + 1e-9;
    assertThat(network.planes().count()).isEqualTo(5);
    assertThat(network.integral(inputs)).isGreaterThan(1e-3);
  }

  @Test
  void orderScaleAndRotationDoNotMatter() {
    RandomStream stream = new Seed(8).stream("units");
    ShallowNetwork network = ShallowNetwork.random(stream, 10, 3, 1);
    double[][] inputs = ShallowNetwork.points(stream, 40, 3, 1);
    double integral = network.integral(inputs);
    assertThat(integral).isPositive();
    double cos = Math.cos(1.2);
    double sin = Math.sin(1.2);
    double[][] weights = new double[10][];
    double[] offsets = new double[10];
    double[] out = new double[10];
    for (int i = 0; i < 10; i++) {
      int other = (3 * i + 2) % 10;
      double factor = 0.3 + i;
      weights[i] = turned(network.weights[other], cos * factor, sin * factor, factor);
      offsets[i] = factor * network.offsets[other];
      out[i] = network.out[other] / factor;
    }
    double[][] turned =
        Arrays.stream(inputs).map(x -> turned(x, cos, sin, 1)).toArray(double[][]::new);
    assertThat(new ShallowNetwork(weights, offsets, out, 0).integral(turned))
        .isCloseTo(integral, within(1e-13 * integral));
  }

  private static double[] turned(double[] x, double cos, double sin, double factor) {
    return new double[] {cos * x[0] - sin * x[1], sin * x[0] + cos * x[1], factor * x[2]};
  }

  @Test
  void aMinimumThatDescentHoldsKeepsTheBound() {
    double[][] inputs = {{-1.5}, {-0.8}, {-0.1}, {0.4}, {0.9}, {1.6}};
    double[] targets = {0.3, -0.4, 0.5, 0.1, -0.6, 0.4};
    double rate = 0.2;
    ShallowNetwork network = ShallowNetwork.random(new Seed(5).stream("start"), 12, 1, 0.7);
    double loss = 0;
    for (int step = 0; step < 60_000; step++) {
      double[] sum = new double[network.size()];
      loss = 0;
      for (int n = 0; n < inputs.length; n++) {
        double residual = network.output(inputs[n]) - targets[n];
        loss += residual * residual / 2 / inputs.length;
        double[] row = network.gradient(inputs[n]);
        for (int k = 0; k < row.length; k++) {
          sum[k] += residual * row[k] / inputs.length;
        }
      }
      for (int i = 0; i < network.out.length; i++) {
        network.weights[i][0] -= rate * sum[3 * i];
        network.offsets[i] -= rate * sum[3 * i + 1];
        network.out[i] -= rate * sum[3 * i + 2];
      }
      network.constant -= rate * sum[sum.length - 1];
    }
    // Descent has settled where all examples are fitted, so that G is the Hessian there.
    assertThat(loss).isLessThan(1e-12);
    assertThat(network.sharpness(inputs, targets)).isLessThanOrEqualTo(2 / rate);
    assertThat(network.integral(inputs)).isPositive().isLessThanOrEqualTo(1 / rate - 0.5);
  }

  @Test
  void otherNetworksAreRefused() {
    try (MeasureContext context =
        Fixtures.context(Fixtures.classifier(30, 0), Fixtures.sgd(0.1, 0))) {
      Measurement answer = new FunctionSpaceStability().measure(context);
      assertThat(answer.status()).isEqualTo(Status.NOT_APPLICABLE);
      assertThat(answer.conventions().text()).contains("one hidden layer");
    }
  }
}
