package org.sweetspot.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Status;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Predictions;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.reference.SoftmaxRegression;
import org.sweetspot.vector.ParameterVector;

class MonitorsTest {
  private static final OptimizerRecipe HEAVY = new OptimizerRecipe.Sgd(0.1, 0.5, false, 0, false);

  private final SoftmaxRegression problem = Fixtures.classifier(60, 0);
  private final TrainingView watched = Watched.watched(problem, HEAVY);

  private MonitorSample read(Monitor monitor, long step, double rate) {
    return monitor.read(watched, Watched.report(step, rate)).orElseThrow();
  }

  private static Figure figure(MonitorSample reading, String name) {
    return reading.find(name).orElseThrow();
  }

  private static double largest(double[][] matrix) {
    return new EigenDecompositionSymmetric(new Array2DRowRealMatrix(matrix)).getEigenvalue(0);
  }

  @Test
  void sharpnessFollowsTheLargestEigenvalueFromAWarmStart() {
    watched.decide(new SampleBudget(60, 15, 4, 4));
    try (SharpnessMonitor monitor = new SharpnessMonitor()) {
      for (int step = 1; step <= 6; step++) {
        MonitorSample reading = read(monitor, step, 0.2 * step);
        double exact = largest(Fixtures.hessian(problem, Split.TRAIN));
        Figure lambda = figure(reading, "lambda-max");
        assertThat(lambda.status()).isEqualTo(Status.ESTIMATE);
        assertThat(lambda.error()).isLessThanOrEqualTo(0.02 * exact);
        assertThat(lambda.value()).isCloseTo(exact, within(lambda.error() + 1e-12));
        Figure ratio = figure(reading, "edge-ratio");
        // Heavy ball: eta lambda / (2 + 2 m), at the step's own rate.
        assertThat(ratio.value()).isCloseTo(0.2 * step * lambda.value() / 3, within(1e-12 * exact));
        assertThat(ratio.error()).isCloseTo(0.2 * step * lambda.error() / 3, within(1e-12));
        problem.parameters().scale(1.05);
      }
    }
  }

  @Test
  void batchSharpnessIsTheQuotientOfEachBatch() {
    watched.decide(new SampleBudget(60, 15, 4, 6));
    BatchSharpnessMonitor monitor = new BatchSharpnessMonitor();
    MonitorSample reading = read(monitor, 7, 0.1);
    double curvatures = 0;
    double squares = 0;
    double quotients = 0;
    for (int i = 0; i < 3; i++) {
      Batch batch = watched.draw("batch-sharpness/" + i, 7, 4);
      assertThat(batch.size()).isEqualTo(4);
      double[] g = gradient(batch);
      double curvature = 0;
      double square = 0;
      // g' H g as the difference of directional derivatives.
      double h = 1e-5;
      double[] ahead = gradientAt(batch, g, h);
      double[] behind = gradientAt(batch, g, -h);
      for (int j = 0; j < g.length; j++) {
        curvature += g[j] * (ahead[j] - behind[j]) / (2 * h);
        square += g[j] * g[j];
      }
      curvatures += curvature;
      squares += square;
      quotients += curvature / square / 3;
    }
    assertThat(figure(reading, "mean-of-quotients").value()).isCloseTo(quotients, within(1e-6));
    assertThat(figure(reading, "quotient-of-means").value())
        .isCloseTo(curvatures / squares, within(1e-6));
    assertThat(figure(reading, "mean-of-quotients").error()).isPositive();
    assertThat(read(monitor, 7, 0.1)).isEqualTo(reading);
    assertThat(read(monitor, 8, 0.1)).isNotEqualTo(reading);
  }

  private double[] gradient(Batch batch) {
    try (ParameterVector gradient = problem.space().zero()) {
      problem.gradient(batch, Mode.PROBE, gradient);
      return gradient.toArray();
    }
  }

  private double[] gradientAt(Batch batch, double[] direction, double length) {
    double[] weights = problem.parameters().toArray();
    double[] moved = weights.clone();
    Arrays.setAll(moved, j -> weights[j] + length * direction[j]);
    problem.parameters().set(moved);
    double[] gradient = gradient(batch);
    problem.parameters().set(weights);
    return gradient;
  }

  @Test
  void noiseMomentsAreUnbiasedAndTheirErrorsCoverTheTruth() {
    // Truth from all examples: S over n - 1, G2 of the population.
    SoftmaxRegression large = Fixtures.classifier(400, 0);
    TrainingView here = Watched.watched(large, HEAVY);
    here.decide(new SampleBudget(64, 8, 4, 8));
    double[] mean;
    try (ParameterVector gradient = large.space().zero()) {
      large.gradient(Batch.range(Split.TRAIN, 0, 400), Mode.EVALUATE, gradient);
      mean = gradient.toArray();
    }
    double whole = Arrays.stream(mean).map(v -> v * v).sum();
    double squares =
        Arrays.stream(large.squaredGradientNorms(Batch.range(Split.TRAIN, 0, 400))).sum();
    double trace = (squares - 400 * whole) / 399;
    double square = whole - trace / 400;
    NoiseScaleMonitor monitor = new NoiseScaleMonitor();
    int readings = 300;
    double[] traces = new double[readings];
    double traceError = 0;
    double[] noiseSquares = new double[readings];
    Optional<Figure> scale = Optional.empty();
    for (int i = 0; i < readings; i++) {
      MonitorSample reading = monitor.read(here, Watched.report(i + 1, 0.1)).orElseThrow();
      traces[i] = figure(reading, "trace-sigma").value();
      traceError += figure(reading, "trace-sigma").error() / readings;
      noiseSquares[i] = figure(reading, "squared-gradient").value();
      scale = reading.find("noise-scale");
      assertThat(i >= 2 || scale.isEmpty()).isTrue();
    }
    double spread = deviation(traces);
    assertThat(mean(traces)).isCloseTo(trace, within(4 * spread / Math.sqrt(readings)));
    assertThat(mean(noiseSquares))
        .isCloseTo(square, within(4 * deviation(noiseSquares) / Math.sqrt(readings)));
    // The error that a reading tells is the spread between readings.
    assertThat(traceError).isBetween(0.7 * spread, 1.5 * spread);
    Figure last = scale.orElseThrow();
    assertThat(last.value()).isCloseTo(trace / square, within(5 * last.error()));
  }

  @Test
  void noiseOfOneReadingIsThatOfItsBatches() {
    watched.decide(new SampleBudget(64, 8, 4, 4));
    MonitorSample reading = read(new NoiseScaleMonitor(), 3, 0.1);
    Batch all = watched.draw("noise-scale", 3, 16);
    double[][] gradients = new double[4][];
    double[] mean = new double[gradient(all).length];
    double small = 0;
    for (int i = 0; i < 4; i++) {
      gradients[i] = gradient(all.slice(4 * i, 4 * i + 4));
      for (int j = 0; j < mean.length; j++) {
        mean[j] += gradients[i][j] / 4;
        small += gradients[i][j] * gradients[i][j] / 4;
      }
    }
    double big = Arrays.stream(mean).map(v -> v * v).sum();
    // McCandlish et al.: both from E|G_B|^2 = G2 + S / B.
    assertThat(figure(reading, "trace-sigma").value())
        .isCloseTo((small - big) / (1 / 4.0 - 1 / 16.0), within(1e-12));
    assertThat(figure(reading, "squared-gradient").value())
        .isCloseTo((16 * big - 4 * small) / 12, within(1e-12));
    double[] without = new double[4];
    for (int left = 0; left < 4; left++) {
      double[] rest = new double[mean.length];
      double parts = 0;
      for (int i = 0; i < 4; i++) {
        for (int j = 0; i != left && j < mean.length; j++) {
          rest[j] += gradients[i][j] / 3;
          parts += gradients[i][j] * gradients[i][j] / 3;
        }
      }
      double norm = Arrays.stream(rest).map(v -> v * v).sum();
      without[left] = (parts - norm) / (1 / 4.0 - 1 / 12.0);
    }
    assertThat(figure(reading, "trace-sigma").error())
        .isCloseTo(deviation(without) / 2 * 3, within(1e-12));
  }

  @Test
  void stepsAreThoseOfTheWeights() {
    try (StepMonitor length = StepMonitor.length();
        StepMonitor angle = StepMonitor.angle();
        DistanceMonitor distance = new DistanceMonitor()) {
      assertThat(length.read(watched, Watched.report(1, 0.1))).isEmpty();
      assertThat(angle.read(watched, Watched.report(1, 0.1))).isEmpty();
      double[] w = problem.parameters().toArray();
      w[0] += 3;
      w[1] += 4;
      problem.parameters().set(w);
      double norm = problem.parameters().norm();
      MonitorSample first = read(length, 2, 0.1);
      assertThat(figure(first, "length").value()).isCloseTo(5, within(1e-12));
      assertThat(figure(first, "relative").value()).isCloseTo(5 / norm, within(1e-12));
      assertThat(angle.read(watched, Watched.report(2, 0.1))).isEmpty();
      w[0] += 2;
      problem.parameters().set(w);
      assertThat(figure(read(angle, 3, 0.1), "cosine").value()).isCloseTo(0.6, within(1e-12));
      // A step that was missed begins anew instead of spanning two.
      assertThat(length.read(watched, Watched.report(3, 0.1))).isEmpty();
      assertThat(length.read(watched, Watched.report(5, 0.1))).isEmpty();
      assertThat(length.read(watched, Watched.report(6, 0.1))).isPresent();
      assertThatThrownBy(() -> distance.read(watched, Watched.report(3, 0.1)))
          .isInstanceOf(NotApplicableException.class);
    }
  }

  @Test
  void marginsAndNormsAreThoseOfTheDefinition() {
    watched.decide(new SampleBudget(20, 8, 4, 4));
    MonitorSample reading = read(new MarginMonitor(), 1, 0.1);
    Predictions rows = problem.predictions(watched.probe(), Mode.EVALUATE);
    assertThat(rows.rows()).isEqualTo(20);
    double margin = 0;
    double confidence = 0;
    for (int row = 0; row < 20; row++) {
      double[] z = {rows.logit(row, 0), rows.logit(row, 1), rows.logit(row, 2)};
      double sum = Math.exp(z[0]) + Math.exp(z[1]) + Math.exp(z[2]);
      double own = z[rows.label(row)];
      z[rows.label(row)] = Double.NEGATIVE_INFINITY;
      double rival = Arrays.stream(z).max().orElseThrow();
      margin += (own - rival) / 20;
      confidence += Math.exp(Math.max(own, rival)) / sum / 20;
    }
    assertThat(figure(reading, "margin").value()).isCloseTo(margin, within(1e-12));
    assertThat(figure(reading, "confidence").value()).isCloseTo(confidence, within(1e-12));
    assertThat(figure(read(new WeightNormMonitor(), 1, 0.1), "all").value())
        .isEqualTo(problem.parameters().norm());
    assertThat(figure(read(new GradientNormMonitor(), 1, 0.1), "batch").value()).isEqualTo(2.5);
    assertThatThrownBy(() -> read(new EffectiveRateMonitor(), 1, 0.1))
        .hasMessageContaining("normalization");
  }

  @Test
  void everyMonitorHasItsPlaceInTheDocumentation() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "monitors.md"));
    for (Monitor monitor : MonitorCatalogue.all()) {
      assertThat(page).contains("### `" + monitor.id() + "`\n" + monitor.question());
      assertThat(monitor.conventions(watched)).isNotBlank();
      monitor.close();
    }
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    return Math.sqrt(
        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1));
  }
}
