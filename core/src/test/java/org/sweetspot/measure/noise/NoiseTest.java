package org.sweetspot.measure.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Fixtures;
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
    // The blocks' jackknife sees all of the spread. The rounds share one data set, so that theirs
    // sees the spread of the draws alone.
    assertThat(Math.sqrt(claimed[0] / squares[0])).isBetween(0.75, 1.3);
  }

  @Test
  void theTwoBatchErrorIsTheSpreadOverDraws() {
    Quadratic bowl = drawn(new Seed(4).stream("bowl"), 400);
    int runs = 150;
    double[] values = new double[runs];
    double claimed = 0;
    for (int run = 0; run < runs; run++) {
      try (MeasureContext context =
          new MeasureContext(bowl, Fixtures.sgd(0.1, 0), MeasureSettings.DEFAULT, new Seed(run))) {
        NoiseEstimate estimate = TwoBatchNoise.of(context).estimate();
        values[run] = estimate.whole().traceSigma();
        claimed += Math.pow(estimate.error(NoiseMoments::traceSigma), 2) / runs;
      }
    }
    double spread = Math.sqrt(org.sweetspot.statistics.Sample.variance(values));
    assertThat(Math.sqrt(claimed)).isBetween(0.75 * spread, 1.35 * spread);
    try (MeasureContext context = Fixtures.context(bowl)) {
      double exact = ExampleNoise.of(context).whole().traceSigma();
      assertThat(org.sweetspot.statistics.Sample.mean(values))
          .isCloseTo(exact, within(4 * spread / Math.sqrt(runs)));
    }
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
      assertThat(answer.conventions()).contains("can't be told from zero");
    }
  }

  @Test
  void whatIsMissingIsNamed() {
    Quadratic bowl = Fixtures.bowl(6, 1, 2);
    OptimizerRecipe adam = new OptimizerRecipe.AdamW(0.01, 0.9, 0.999, 1e-8, 0, true);
    try (MeasureContext context = Fixtures.context(bowl, new TrainingFacts(adam, 4, null, null))) {
      assertThat(new StepTemperature().measure(context).conventions()).contains("adaptive");
      assertThat(new TwoBatchNoiseScale().measure(context).conventions())
          .contains("at least 16 examples");
    }
    try (MeasureContext context =
        Fixtures.context(
            bowl,
            new TrainingFacts(new OptimizerRecipe.Sgd(0.1, 0, false, 0, false), 0, null, null))) {
      assertThat(new NoiseTemperature().measure(context).conventions())
          .contains("batch size is not known");
    }
  }
}
