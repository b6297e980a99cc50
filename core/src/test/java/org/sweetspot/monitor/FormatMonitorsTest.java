package org.sweetspot.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sweetspot.control.layer.RoundedGradients;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.precision.CountedQuantizer;
import org.sweetspot.precision.Draws;
import org.sweetspot.precision.Operand;
import org.sweetspot.precision.Quantizers;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.PrecisionRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.SparsityRecipe;
import org.sweetspot.reference.SoftmaxRegression;
import org.sweetspot.statistics.Sample;
import org.sweetspot.vector.ParameterGroup;

class FormatMonitorsTest {
  private static final Recipe RECIPE = Watched.recipe(10);

  private final SoftmaxRegression problem = Fixtures.classifier(60, 0);

  private static TrainingView view(
      Problem problem, PrecisionRecipe precision, SparsityRecipe sparsity, long seed) {
    Recipe recipe =
        RECIPE.withTraining(RECIPE.training().withPrecision(precision).withSparsity(sparsity));
    return new TrainingView(problem, recipe, new Seed(seed), null, null);
  }

  private static TrainingView in(Problem problem, PrecisionRecipe precision, long seed) {
    return view(problem, precision, SparsityRecipe.NONE, seed);
  }

  private static double value(MonitorSample sample, String name) {
    return sample.find(name).orElseThrow().value();
  }

  @Test
  void aKnownErrorOverTheNoiseIsFound() {
    RoundedGradients rounded =
        new RoundedGradients(
            problem, Map.of(Operand.BACK_DELTA, new RoundedGradients.Known(0, 0.03, 0.05, 0)));
    PrecisionRecipe precision = PrecisionRecipe.of(PrecisionRecipe.Kind.NVFP4);
    int d = (int) problem.space().dimension();
    double[] errors = new double[60];
    double[] shares = new double[60];
    for (int i = 0; i < errors.length; i++) {
      TrainingView view = in(rounded, precision, i);
      view.decide(new SampleBudget(60, 8, 4, 8));
      MonitorSample sample = new RoundingMonitor().read(view, Watched.report(3, 0.1)).orElseThrow();
      errors[i] = value(sample, "error-over-noise");
      shares[i] = value(sample, "bias-over-noise") / errors[i];
      assertThat(sample.find("error-over-noise").orElseThrow().error()).isPositive();
    }
    double expected = 0.03 * 0.03 / (0.03 * 0.03 + 0.05 * 0.05);
    // A ratio of estimates from eight batches: its mean is right to a few per cent.
    assertThat(Sample.mean(shares))
        .isCloseTo(expected, within(4 * Sample.standardError(shares) + 0.02));
    double noise = noise(rounded, precision);
    assertThat(Sample.mean(errors) * noise / (d * (0.03 * 0.03 + 0.05 * 0.05))).isBetween(0.8, 1.4);
  }

  /** The mean variance that the monitor divides by. */
  private static double noise(Problem problem, PrecisionRecipe precision) {
    double[] variances = new double[60];
    for (int i = 0; i < variances.length; i++) {
      TrainingView view = in(problem, precision, 1000 + i);
      view.decide(new SampleBudget(60, 8, 4, 8));
      MonitorSample sample =
          new NoiseScaleMonitor().read(view, Watched.report(3, 0.1)).orElseThrow();
      // Disjoint batches of 4 of 60 there; of batches drawn independently the variance is smaller.
      variances[i] = value(sample, "trace-sigma") / 4 * 56 / 60;
    }
    return Sample.mean(variances);
  }

  @Test
  void underflowAndSaturationAreCounted() {
    float[] values = {0, 1, -1, 0.01f, -0.01f, 6, -7, 8};
    CountedQuantizer counted =
        new CountedQuantizer(Quantizers.named("e2m1+unscaled").orElseThrow());
    float[] same = Quantizers.named("e2m1+unscaled").orElseThrow().of(values, 8, new Draws(0, 0));
    assertThat(counted.of(values, 8, new Draws(0, 0))).containsExactly(same);
    assertThat(counted.numbers()).isEqualTo(7);
    assertThat(counted.underflow()).isEqualTo(2.0 / 7);
    assertThat(counted.saturation()).isEqualTo(2.0 / 7);
    // Scales that are rounded up hold everything; rounded to the nearest, half of them do not.
    float[] normal = new float[1600];
    var stream = new Seed(1).stream("normal");
    for (int i = 0; i < normal.length; i++) {
      normal[i] = (float) stream.nextGaussian();
    }
    CountedQuantizer up = new CountedQuantizer(Quantizers.named("nvfp4").orElseThrow());
    up.of(normal, 16, new Draws(0, 0));
    assertThat(up.saturation()).isZero();
    assertThat(up.underflow()).isBetween(0.01, 0.3);
    CountedQuantizer near =
        new CountedQuantizer(Quantizers.named("nvfp4+scales-nearest").orElseThrow());
    near.of(normal, 16, new Draws(0, 0));
    assertThat(near.saturation()).isBetween(0.2 / 16, 0.8 / 16);
  }

  @Test
  void limitsAreTheLargestNumbersThatScalesHold() {
    float[] values = new float[40];
    for (int i = 0; i < values.length; i++) {
      values[i] = i - 7;
    }
    for (String name : java.util.List.of("nvfp4", "mxfp8", "int4", "e4m3", "int4+sawb")) {
      FloatBuffer limits = FloatBuffer.allocate(values.length);
      var quantizer = Quantizers.named(name).orElseThrow();
      quantizer.limits(FloatBuffer.wrap(values), limits, 20);
      float[] held = quantizer.of(values, 20, new Draws(0, 0));
      for (int i = 0; i < values.length; i++) {
        assertThat(Math.abs(held[i])).as(name).isLessThanOrEqualTo(limits.get(i) * (1 + 1e-6f));
        if (!name.endsWith("sawb")) {
          assertThat(Math.abs(values[i])).as(name).isLessThanOrEqualTo(limits.get(i) * (1 + 1e-6f));
        }
      }
    }
  }

  @Test
  void flipsAndReturnsAreCounted() {
    PrecisionRecipe precision =
        PrecisionRecipe.of(PrecisionRecipe.Kind.NONE)
            .with(Map.of(Operand.FORWARD_WEIGHT, "e2m1+unscaled"));
    TrainingView view = in(problem, precision, 1);
    ParameterGroup weights = problem.space().groups().get(0);
    int n = (int) weights.size();
    double[] all = problem.parameters().toArray();
    java.util.Arrays.fill(all, 1.2);
    try (CodeFlipMonitor monitor = new CodeFlipMonitor()) {
      problem.parameters().set(all);
      assertThat(monitor.read(view, Watched.report(5, 0.1))).isEmpty();
      // Three change their code, one moves without, and offsets are not looked at.
      all[0] = 1.3;
      all[1] = -1.2;
      all[2] = 1.6;
      all[3] = 1.24;
      problem.parameters().set(all);
      assertThat(monitor.read(view, Watched.report(6, 0.1))).isEmpty();
      all[0] = 1.2;
      all[1] = 2.9;
      problem.parameters().set(all);
      MonitorSample sample = monitor.read(view, Watched.report(7, 0.1)).orElseThrow();
      assertThat(value(sample, "flips")).isEqualTo(3.0 / n);
      assertThat(value(sample, "back")).isEqualTo(1.0 / n);
      // A step that was left out begins anew.
      assertThat(monitor.read(view, Watched.report(9, 0.1))).isEmpty();
      assertThat(monitor.read(view, Watched.report(11, 0.1))).isEmpty();
      assertThat(monitor.read(view, Watched.report(12, 0.1))).isEmpty();
      assertThat(value(monitor.read(view, Watched.report(13, 0.1)).orElseThrow(), "flips"))
          .isZero();
    }
  }

  @Test
  void aScaleThatMovesChangesNoCode() {
    PrecisionRecipe precision = PrecisionRecipe.of(PrecisionRecipe.Kind.INT8);
    TrainingView view = in(problem, precision, 1);
    problem.parameters().set(problem.space().gaussian(new Seed(2).stream("w")));
    try (CodeFlipMonitor monitor = new CodeFlipMonitor()) {
      Optional<MonitorSample> sample = Optional.empty();
      for (int step = 1; step <= 3; step++) {
        sample = monitor.read(view, Watched.report(step, 0.1));
        problem.parameters().scale(2);
      }
      assertThat(value(sample.orElseThrow(), "flips")).isZero();
    }
  }

  @Test
  void theOverlapOfMasksIsCounted() {
    SparsityRecipe sparsity = SparsityRecipe.of(SparsityRecipe.Kind.MAGNITUDE, "1:2");
    TrainingView view = view(problem, PrecisionRecipe.NONE, sparsity, 1);
    ParameterGroup weights = problem.space().groups().get(0);
    int in = Math.toIntExact(weights.shape().get(1));
    double[] all = problem.parameters().toArray();
    for (int i = 0; i < weights.size(); i++) {
      all[i] = i % in % 2 == 0 ? 2 : 1;
    }
    try (MaskOverlapMonitor monitor = new MaskOverlapMonitor()) {
      problem.parameters().set(all);
      MonitorSample first = monitor.read(view, Watched.report(1, 0.1)).orElseThrow();
      assertThat(value(first, "last")).isEqualTo(1);
      // One of the pairs prefers its second number.
      all[0] = 0.5;
      problem.parameters().set(all);
      MonitorSample second = monitor.read(view, Watched.report(2, 0.1)).orElseThrow();
      double kept = weights.size() / (double) in * Math.ceil(in / 2.0);
      assertThat(value(second, "last")).isCloseTo(1 - 1 / kept, within(1e-12));
      all[0] = 2;
      problem.parameters().set(all);
      MonitorSample third = monitor.read(view, Watched.report(3, 0.1)).orElseThrow();
      assertThat(value(third, "first")).isEqualTo(1);
      assertThat(value(third, "last")).isCloseTo(1 - 1 / kept, within(1e-12));
    }
  }

  @Test
  void trainingsWithoutFormatsAreNotApplicable() {
    TrainingView plain = in(problem, PrecisionRecipe.NONE, 1);
    for (Monitor monitor :
        java.util.List.of(new RoundingMonitor(), new CodeFlipMonitor(), new MaskOverlapMonitor())) {
      assertThatThrownBy(() -> monitor.read(plain, Watched.report(1, 0.1)))
          .isInstanceOf(NotApplicableException.class)
          .hasMessageContaining("needs a training");
    }
    TrainingView noEngine = in(problem, PrecisionRecipe.of(PrecisionRecipe.Kind.NVFP4), 1);
    assertThatThrownBy(() -> new RoundingMonitor().read(noEngine, Watched.report(1, 0.1)))
        .isInstanceOf(NotApplicableException.class);
  }
}
