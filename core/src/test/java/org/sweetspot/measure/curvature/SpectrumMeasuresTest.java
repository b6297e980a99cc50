package org.sweetspot.measure.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.profile.Profile;
import org.sweetspot.measure.profile.ProfileProgress;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.reference.Quadratic;
import org.sweetspot.reference.SoftmaxRegression;
import org.sweetspot.vector.ParameterGroup;

class SpectrumMeasuresTest {
  private static final MeasureSettings FINE = MeasureSettings.DEFAULT.withEigenvalues(4, 1e-9, 400);

  private static Measurement measure(Problem problem, MeasureSettings settings, Measure measure) {
    try (MeasureContext context =
        new MeasureContext(problem, TrainingFacts.UNKNOWN, settings, new Seed(7))) {
      return measure.measure(context);
    }
  }

  private static double[] eigenvalues(double[][] matrix) {
    return new EigenDecompositionSymmetric(new Array2DRowRealMatrix(matrix), 1e-9, true)
        .getEigenvalues();
  }

  private static List<Double> series(Measurement answer) {
    return ((Value.Series) Objects.requireNonNull(answer.value())).values();
  }

  private static List<Double> column(Measurement answer, String name) {
    Value.Columns table = (Value.Columns) Objects.requireNonNull(answer.value());
    return Objects.requireNonNull(table.columns().get(name));
  }

  /** A bowl of 200 weights with a few steep directions. */
  private static Quadratic wide() {
    double[] curvatures = new double[200];
    for (int i = 0; i < 200; i++) {
      curvatures[i] = i < 5 ? 20 - 3 * i : Math.sin(i) * 0.5;
    }
    return Fixtures.bowl(3, curvatures);
  }

  @Test
  void bothEndsAreThoseOfTheDenseMatrix() {
    SoftmaxRegression problem = Fixtures.classifier(80, 0);
    double[] exact = eigenvalues(Fixtures.hessian(problem, Split.TRAIN));
    int p = exact.length;
    List<Measure> both = List.of(new HessianEigenvalues(), new HessianBottomEigenvalues());
    try (MeasureContext context =
        new MeasureContext(problem, TrainingFacts.UNKNOWN, FINE, new Seed(7))) {
      Profile profile = Profile.of(context, both, ProfileProgress.SILENT);
      Measurement bottom = profile.measurements().get(1);
      for (int i = 0; i < 4; i++) {
        assertThat(series(profile.measurements().get(0)).get(i)).isCloseTo(exact[i], within(1e-8));
        assertThat(series(bottom).get(i)).isCloseTo(exact[p - 1 - i], within(1e-8));
      }
    }
  }

  @Test
  void theBottomAloneHoldsEveryExactZero() {
    // Adding a constant to all logits changes nothing: five directions of exactly no curvature.
    SoftmaxRegression problem = Fixtures.classifier(80, 0);
    Measurement bottom = measure(problem, FINE, new HessianBottomEigenvalues());
    assertThat(bottom.status()).isEqualTo(Status.ESTIMATE);
    assertThat(series(bottom)).allSatisfy(value -> assertThat(value).isCloseTo(0, within(1e-9)));
    assertThat(bottom.conventions().text()).contains("as often as");
  }

  @Test
  void theFlatEndOfASmallModelIsFoundWithinAsManyProductsAsItHasWeights() {
    double[] curvatures = new double[150];
    Arrays.setAll(curvatures, i -> Math.pow(10, -6.0 * i / 149));
    Measurement bottom =
        measure(
            Fixtures.bowl(3, curvatures),
            FINE.withEigenvalues(4, 1e-10, 300),
            new HessianBottomEigenvalues());
    assertThat(bottom.status()).isEqualTo(Status.ESTIMATE);
    assertThat(bottom.cost().hvps()).isLessThanOrEqualTo(150);
    for (int i = 0; i < 4; i++) {
      assertThat(series(bottom).get(i)).isCloseTo(curvatures[149 - i], within(1e-13));
    }
  }

  @Test
  void equalEigenvaluesAtTheTopAreAllCounted() {
    Measurement top = measure(Fixtures.bowl(3, 4, 4, 4, 1, 0, 0), FINE, new HessianEigenvalues());
    assertThat(series(top)).hasSize(4);
    assertThat(series(top).get(2)).isCloseTo(4, within(1e-9));
    assertThat(series(top).get(3)).isCloseTo(1, within(1e-9));
  }

  @Test
  void theDensityHasMassOneAndTheMeanOfTheSpectrum() {
    Quadratic problem = wide();
    Measurement answer = measure(problem, MeasureSettings.DEFAULT, new HessianDensity());
    List<Double> t = column(answer, "t");
    List<Double> density = column(answer, "density");
    double step = t.get(1) - t.get(0);
    double mass = 0;
    double mean = 0;
    for (int i = 0; i < t.size(); i++) {
      mass += step * density.get(i);
      mean += step * density.get(i) * t.get(i);
      assertThat(column(answer, "low").get(i)).isLessThanOrEqualTo(density.get(i) + 1e-12);
      assertThat(column(answer, "high").get(i)).isGreaterThanOrEqualTo(density.get(i) - 1e-12);
    }
    double trace = Arrays.stream(eigenvalues(Fixtures.hessian(problem, Split.TRAIN))).sum();
    assertThat(mass).isCloseTo(1, within(1e-3));
    // Ten probes of 200 entries: the mean has a standard error of sqrt(2 mean(lambda^2) / 2000).
    assertThat(mean).isCloseTo(trace / 200, within(4 * Math.sqrt(2 * 4.6 / 2000)));
    assertThat(answer.conventions().text()).contains("s = ");
    assertThat(answer.cost().hvps()).isLessThanOrEqualTo(200);
  }

  @Test
  void theDensityOfFourEigenvaluesIsTheirBlur() {
    Quadratic problem = Fixtures.bowl(3, 4, 2, 1, -1);
    Measurement answer = measure(problem, MeasureSettings.DEFAULT, new HessianDensity());
    List<Double> t = column(answer, "t");
    // Four steps see everything: the peaks stand where the eigenvalues are.
    for (double peak : new double[] {4, 2, 1, -1}) {
      double best = 0;
      for (int i = 0; i < t.size(); i++) {
        if (Math.abs(t.get(i) - peak) < 0.1) {
          best = Math.max(best, column(answer, "density").get(i));
        }
      }
      assertThat(best).isGreaterThan(1);
    }
    for (int i = 0; i < t.size(); i++) {
      if (Math.abs(t.get(i) - 3) < 0.5) {
        assertThat(column(answer, "density").get(i)).isLessThan(1e-9);
      }
    }
  }

  @Test
  void powersOfASmallHessianAreExact() {
    SoftmaxRegression problem = Fixtures.classifier(80, 0);
    double[] exact = eigenvalues(Fixtures.hessian(problem, Split.TRAIN));
    Measurement moments = measure(problem, MeasureSettings.DEFAULT, new HessianMoments());
    assertThat(moments.status()).isEqualTo(Status.EXACT);
    for (int k = 1; k <= 4; k++) {
      int power = k;
      double mean = Arrays.stream(exact).map(x -> Math.pow(x, power)).sum() / exact.length;
      assertThat(Fixtures.part(moments, "moment-" + k)).isCloseTo(mean, within(1e-12));
    }
    Measurement square = measure(problem, MeasureSettings.DEFAULT, new HessianSquareTrace());
    assertThat(Fixtures.scalar(square))
        .isCloseTo(Arrays.stream(exact).map(x -> x * x).sum(), within(1e-11));
  }

  @Test
  void powersOfALargerOneAreWithinTheirErrors() {
    Quadratic problem = wide();
    double[] exact = eigenvalues(Fixtures.hessian(problem, Split.TRAIN));
    Measurement answer =
        measure(problem, MeasureSettings.DEFAULT.withTraceError(0), new HessianMoments());
    assertThat(answer.status()).isEqualTo(Status.ESTIMATE);
    for (int k = 1; k <= 4; k++) {
      int power = k;
      double mean = Arrays.stream(exact).map(x -> Math.pow(x, power)).sum() / 200;
      double error = Fixtures.partError(answer, "moment-" + k);
      // The bowl is diagonal, so that random signs have no variance but what deflation mixes in.
      assertThat(Fixtures.part(answer, "moment-" + k))
          .isCloseTo(mean, within(4 * error + 1e-6 * Math.abs(mean)));
    }
  }

  @Test
  void eachLayerHasTheEigenvalueAndTheTraceOfItsBlock() {
    SoftmaxRegression problem = Fixtures.classifier(80, 0);
    double[][] dense = Fixtures.hessian(problem, Split.TRAIN);
    Measurement top = measure(problem, FINE, LayerEigenvalues.ofHessian());
    for (ParameterGroup group : problem.space().groups()) {
      double[] exact = eigenvalues(block(dense, group));
      assertThat(Fixtures.part(top, group.name())).isCloseTo(exact[0], within(1e-8));
    }
    Measurement react = measure(problem, FINE, LayerEigenvalues.ofGaussNewton());
    Measurement pull = measure(problem, FINE, LayerEigenvalues.ofFisher());
    double[][] fisher = Fixtures.fisher(problem, 80);
    for (ParameterGroup group : problem.space().groups()) {
      // The loss of a linear model is convex in its outputs: G is H.
      assertThat(Fixtures.part(react, group.name()))
          .isCloseTo(eigenvalues(block(dense, group))[0], within(1e-8));
      assertThat(Fixtures.part(pull, group.name()))
          .isCloseTo(eigenvalues(block(fisher, group))[0], within(1e-8));
    }
    int enough = Math.toIntExact(2 * problem.space().dimension());
    Measurement all = measure(problem, FINE.withEigenvalues(2, 1e-6, enough), new LayerTraces());
    assertThat(all.status()).isEqualTo(Status.EXACT);
    for (ParameterGroup group : problem.space().groups()) {
      double exact = Arrays.stream(eigenvalues(block(dense, group))).sum();
      assertThat(Fixtures.part(all, group.name())).isCloseTo(exact, within(1e-12 * exact));
    }
    MeasureSettings some = FINE.withTraceError(0).withEigenvalues(2, 1e-6, enough - 1);
    Measurement trace = measure(problem, some.withMode(Mode.PROBE), new LayerTraces());
    for (ParameterGroup group : problem.space().groups()) {
      covers(
          dense,
          group,
          Fixtures.part(trace, group.name()),
          Fixtures.partError(trace, group.name()),
          enough - 1);
    }
    // A linear model is piecewise linear, so that in mode evaluate no products are needed.
    Measurement classes = measure(problem, some.withMode(Mode.EVALUATE), new LayerTraces());
    assertThat(classes.status()).isEqualTo(Status.EXACT);
    assertThat(classes.cost().hvps()).isZero();
    for (ParameterGroup group : problem.space().groups()) {
      double exact = Arrays.stream(eigenvalues(block(dense, group))).sum();
      assertThat(Fixtures.part(classes, group.name())).isCloseTo(exact, within(1e-12 * exact));
    }
  }

  @Test
  void signedOutputsHoldEachLayersTraceWithinTheirError() {
    SoftmaxRegression problem = Fixtures.classifier(80, 0);
    double[][] dense = Fixtures.hessian(problem, Split.TRAIN);
    List<List<Double>> answers = new ArrayList<>();
    for (int chunk : new int[] {7, 80}) {
      List<Double> answer = new ArrayList<>();
      MeasureSettings settings = FINE.withTraceError(0).withExamples(80, chunk);
      try (MeasureContext context =
          new MeasureContext(problem, TrainingFacts.UNKNOWN, settings, new Seed(7))) {
        SignedLayers layers = SignedLayers.draw(context, 30);
        assertThat(layers.count()).isEqualTo(30);
        for (int g = 0; g < problem.space().groups().size(); g++) {
          covers(dense, problem.space().groups().get(g), layers.trace(g), layers.error(g), 30);
          answer.add(layers.trace(g));
        }
      }
      answers.add(answer);
    }
    // Each draw has its own signs, wherever the batch is cut.
    for (int g = 0; g < answers.get(0).size(); g++) {
      assertThat(answers.get(0).get(g)).isCloseTo(answers.get(1).get(g), within(1e-12));
    }
  }

  /** The error falls with the root of the draws, and holds the truth. */
  private static void covers(
      double[][] dense, ParameterGroup group, double value, double error, int draws) {
    double[] exact = eigenvalues(block(dense, group));
    assertThat(error).isGreaterThan(0).isLessThan(exact[0] / Math.sqrt(draws));
    assertThat(value).isCloseTo(Arrays.stream(exact).sum(), within(4 * error));
  }

  private static double[][] block(double[][] dense, ParameterGroup group) {
    int from = (int) group.offset();
    int size = (int) group.size();
    double[][] block = new double[size][];
    for (int i = 0; i < size; i++) {
      block[i] = Arrays.copyOfRange(dense[from + i], from, from + size);
    }
    return block;
  }
}
