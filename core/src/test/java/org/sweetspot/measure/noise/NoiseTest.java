package org.sweetspot.measure.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.reference.Quadratic;
import org.sweetspot.reference.SoftmaxRegression;

class NoiseTest {
  /** The unbiased moments by their definitions, from every gradient. */
  private static double[] naive(SoftmaxRegression problem) {
    int n = problem.size(Split.TRAIN);
    int p = (int) problem.space().dimension();
    List<double[]> gradients = new ArrayList<>();
    problem.gradients(
        Batch.range(Split.TRAIN, 0, n), (i, gradient) -> gradients.add(gradient.toArray()));
    double trace = 0;
    double square = 0;
    for (int j = 0; j < p; j++) {
      double mean = 0;
      for (double[] gradient : gradients) {
        mean += gradient[j] / n;
      }
      for (double[] gradient : gradients) {
        trace += (gradient[j] - mean) * (gradient[j] - mean) / (n - 1);
      }
      square += mean * mean;
    }
    return new double[] {trace, square - trace / n};
  }

  @Test
  void momentsAreThoseOfTheDefinition() {
    SoftmaxRegression problem = Fixtures.classifier(90, 0);
    double[] naive = naive(problem);
    for (int chunk : new int[] {1000, 3}) {
      MeasureSettings settings = MeasureSettings.DEFAULT.withExamples(1000, chunk);
      try (MeasureContext context =
          new MeasureContext(problem, TrainingFacts.UNKNOWN, settings, new Seed(1))) {
        Measurement moments = new GradientNoise().measure(context);
        assertThat(Fixtures.part(moments, "trace-sigma")).isCloseTo(naive[0], within(1e-10));
        assertThat(Fixtures.part(moments, "squared-gradient")).isCloseTo(naive[1], within(1e-10));
        assertThat(Fixtures.scalar(new NoiseScale().measure(context)))
            .isCloseTo(naive[0] / naive[1], within(1e-9));
      }
    }
  }

  /** Bowls whose centres are drawn anew: population tr Sigma = sum a^2, G2 = sum a^2. */
  private static Quadratic drawn(RandomStream stream, int examples) {
    double[] curvatures = {1, 2, 0.5, 1.5};
    double[][] matrix = new double[4][4];
    double[][] centres = new double[examples][4];
    for (int j = 0; j < 4; j++) {
      matrix[j][j] = curvatures[j];
      for (double[] centre : centres) {
        centre[j] = stream.nextGaussian();
      }
    }
    Quadratic bowl = new Quadratic(matrix, centres);
    bowl.parameters().set(new double[] {1, 1, 1, 1});
    return bowl;
  }

  @Test
  void bothEstimatorsAreUnbiasedAndTheirErrorsHonest() {
    RandomStream stream = new Seed(3).stream("bowls");
    double truth = 1 + 4 + 0.25 + 2.25;
    int runs = 120;
    double[] sums = new double[2];
    double[] squares = new double[2];
    double[] claimed = new double[2];
    double[] gradients = new double[2];
    double[] gradientSquares = new double[2];
    for (int run = 0; run < runs; run++) {
      try (Quadratic bowl = drawn(stream, 160);
          MeasureContext context = Fixtures.context(bowl, Fixtures.sgd(0.1, 0))) {
        NoiseEstimate[] estimates = {
          ExampleNoise.of(context), TwoBatchNoise.of(context).estimate()
        };
        for (int k = 0; k < 2; k++) {
          double deviation = estimates[k].whole().traceSigma() - truth;
          sums[k] += deviation / runs;
          squares[k] += deviation * deviation / runs;
          claimed[k] += Math.pow(estimates[k].error(NoiseMoments::traceSigma), 2) / runs;
          double gradient = estimates[k].whole().squaredGradient() - truth;
          gradients[k] += gradient / runs;
          gradientSquares[k] += gradient * gradient / runs;
        }
      }
    }
    for (int k = 0; k < 2; k++) {
      assertThat(Math.abs(sums[k])).isLessThan(4 * Math.sqrt(squares[k] / runs));
      assertThat(Math.abs(gradients[k])).isLessThan(4 * Math.sqrt(gradientSquares[k] / runs));
    }
    for (int k = 0; k < 2; k++) {
      assertThat(Math.sqrt(claimed[k] / squares[k])).isBetween(0.75, 1.3);
    }
  }

  /** What a measure claims of data sets that are drawn anew, against what is true of them all. */
  private static final class Coverage {
    private final double truth;
    private int runs;
    private int covered;
    private double square;
    private double claimed;

    Coverage(double truth) {
      this.truth = truth;
    }

    void add(double value, double error) {
      runs++;
      covered += Math.abs(value - truth) <= 1.96 * error ? 1 : 0;
      square += (value - truth) * (value - truth);
      claimed += error * error;
    }

    double share() {
      return (double) covered / runs;
    }

    double ratio() {
      return Math.sqrt(claimed / square);
    }
  }

  /**
   * 300 data sets of 256 examples: centres with standard normal entries, so that tr Sigma is the
   * sum of the squared curvatures, and weights at 1, so that |G|^2 is the same sum. Standard error
   * of a coverage of 0.95: 0.013; a jackknife over 20 blocks has 19 degrees of freedom and with
   * them a coverage of 0.935.
   */
  @Test
  void errorsCoverTheTruthAsOftenAsTheySay() {
    RandomStream stream = new Seed(8).stream("bowls");
    double truth = 1 + 4 + 0.25 + 2.25;
    int n = 256;
    Map<String, Coverage> coverages = new LinkedHashMap<>();
    coverages.put("trace", new Coverage(truth));
    coverages.put("signal", new Coverage(truth));
    coverages.put("scale", new Coverage(1));
    coverages.put("two-batch trace", new Coverage(truth));
    coverages.put("two-batch signal", new Coverage(truth));
    coverages.put("two-batch scale", new Coverage(1));
    // Plug-in: the squared mean gradient holds tr Sigma / n.
    coverages.put("plug-in", new Coverage(1 / (1 + 1.0 / n)));
    coverages.put("signal to noise", new Coverage(1 + 1.0 / n));
    coverages.put("temperature", new Coverage(0.1 / 8 * truth));
    for (int run = 0; run < 300; run++) {
      try (Quadratic bowl = drawn(stream, n);
          MeasureContext context =
              new MeasureContext(
                  bowl, Fixtures.sgd(0.1, 0), MeasureSettings.DEFAULT, new Seed(run))) {
        Measurement moments = new GradientNoise().measure(context);
        add(coverages, "trace", moments, "trace-sigma");
        add(coverages, "signal", moments, "squared-gradient");
        NoiseEstimate two = TwoBatchNoise.of(context).estimate();
        coverages
            .get("two-batch trace")
            .add(two.whole().traceSigma(), two.error(NoiseMoments::traceSigma));
        coverages
            .get("two-batch signal")
            .add(two.whole().squaredGradient(), two.error(NoiseMoments::squaredGradient));
        add(coverages, "scale", new NoiseScale().measure(context));
        add(coverages, "two-batch scale", new TwoBatchNoiseScale().measure(context));
        add(coverages, "plug-in", new PlugInNoiseScale().measure(context));
        add(coverages, "signal to noise", new SignalToNoise().measure(context), "all");
        add(coverages, "temperature", new NoiseTemperature().measure(context));
      }
    }
    coverages.forEach(
        (name, coverage) -> {
          assertThat(coverage.share()).as(name).isBetween(0.88, 0.99);
          assertThat(coverage.ratio()).as(name).isBetween(0.85, 1.2);
        });
  }

  private static void add(Map<String, Coverage> coverages, String name, Measurement found) {
    Objects.requireNonNull(coverages.get(name)).add(Fixtures.scalar(found), Fixtures.error(found));
  }

  private static void add(
      Map<String, Coverage> coverages, String name, Measurement found, String part) {
    Objects.requireNonNull(coverages.get(name))
        .add(Fixtures.part(found, part), Fixtures.partError(found, part));
  }

  @Test
  void temperaturesFollowTheRecipe() {
    Quadratic bowl = Fixtures.bowl(64, 1, 2);
    try (MeasureContext context = Fixtures.context(bowl, Fixtures.sgd(0.4, 0.9))) {
      Measurement bare = new StepTemperature().measure(context);
      assertThat(Fixtures.scalar(bare)).isCloseTo(0.4 / (8 * 0.1), within(1e-12));
      assertThat(bare.status()).isEqualTo(Status.EXACT);
      double trace = Fixtures.part(new GradientNoise().measure(context), "trace-sigma");
      assertThat(Fixtures.scalar(new NoiseTemperature().measure(context)))
          .isCloseTo(0.5 * trace, within(1e-12));
    }
  }

  @Test
  void aGradientThatCannotBeToldFromZeroHasNoNoiseScale() {
    Quadratic bowl = Fixtures.bowl(64, 1, 2);
    // At the mean centre the sample's gradient is zero and the unbiased estimate negative.
    double[] centre = new double[2];
    try (var gradient = bowl.space().zero()) {
      bowl.gradient(Batch.range(Split.TRAIN, 0, 64), org.sweetspot.problem.Mode.EVALUATE, gradient);
      centre[0] = 1 - gradient.toArray()[0];
      centre[1] = 1 - gradient.toArray()[1] / 2;
    }
    bowl.parameters().set(centre);
    try (MeasureContext context = Fixtures.context(bowl)) {
      Measurement answer = new NoiseScale().measure(context);
      assertThat(answer.status()).isEqualTo(Status.NOT_APPLICABLE);
      assertThat(answer.conventions().text()).contains("can't be told from zero");
    }
  }

  @Test
  void whatIsMissingIsNamed() {
    Quadratic bowl = Fixtures.bowl(6, 1, 2);
    OptimizerRecipe adam = new OptimizerRecipe.AdamW(0.01, 0.9, 0.999, 1e-8, 0, true);
    try (MeasureContext context = Fixtures.context(bowl, new TrainingFacts(adam, 4, null, null))) {
      assertThat(new StepTemperature().measure(context).conventions().text()).contains("adaptive");
      assertThat(new TwoBatchNoiseScale().measure(context).conventions().text())
          .contains("at least 16 examples");
    }
    try (MeasureContext context =
        Fixtures.context(
            bowl,
            new TrainingFacts(new OptimizerRecipe.Sgd(0.1, 0, false, 0, false), 0, null, null))) {
      assertThat(new NoiseTemperature().measure(context).conventions().text())
          .contains("batch size is not known");
    }
  }

  @Test
  void equalExamplesHaveNoNoiseAndZeroGradientsNoScale() {
    double[][] matrix = {{1, 0}, {0, 3}};
    double[][] centres = new double[24][];
    java.util.Arrays.fill(centres, new double[] {0.1, 0.7});
    Quadratic bowl = new Quadratic(matrix, centres);
    bowl.parameters().set(new double[] {1, 1});
    try (MeasureContext context = Fixtures.context(bowl, Fixtures.sgd(0.1, 0))) {
      Measurement noise = new GradientNoise().measure(context);
      assertThat(Fixtures.part(noise, "trace-sigma")).isZero();
      assertThat(new GradientNoise().judge(noise)).isEqualTo(Finding.of(NoiseFinding.NO_NOISE));
      for (Measure measure :
          List.of(new NoiseScale(), new TwoBatchNoiseScale(), new PlugInNoiseScale())) {
        Measurement scale = measure.measure(context);
        assertThat(Fixtures.scalar(scale)).isZero();
        assertThat(Fixtures.error(scale)).isZero();
        assertThat(measure.judge(scale)).isEqualTo(Finding.of(NoiseFinding.NO_NOISE_ONE_AS_BATCH));
      }
      assertThat(new SignalToNoise().measure(context).conventions().text())
          .contains("there is no noise");
      assertThat(new GradientDiversity().judge(new GradientDiversity().measure(context)))
          .isEqualTo(Finding.of(NoiseFinding.ALIKE));
    }
    bowl.parameters().set(new double[] {0.1, 0.7});
    try (MeasureContext context = Fixtures.context(bowl, Fixtures.sgd(0.1, 0))) {
      assertThat(new NoiseScale().measure(context).conventions().text()).contains("exactly zero");
      assertThat(new GradientDiversity().measure(context).conventions().text())
          .contains("exactly zero");
      assertThat(new PlugInNoiseScale().measure(context).conventions().text())
          .contains("exactly zero");
    }
  }
}
