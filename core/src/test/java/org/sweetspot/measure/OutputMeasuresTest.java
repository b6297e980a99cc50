package org.sweetspot.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.calibration.BrierScore;
import org.sweetspot.measure.calibration.CalibrationError;
import org.sweetspot.measure.calibration.NegativeLogLikelihood;
import org.sweetspot.measure.margin.Margins;
import org.sweetspot.measure.quality.Accuracy;
import org.sweetspot.measure.quality.GeneralizationGap;
import org.sweetspot.measure.quality.Loss;
import org.sweetspot.measure.quality.OutputScores;
import org.sweetspot.measure.quality.QualityFinding;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Predictions;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.reference.SoftmaxRegression;
import org.sweetspot.vector.ParameterVector;

class OutputMeasuresTest {
  private static final double[][] TRAIN = {{0.8, 0.2}, {0.4, 0.6}};
  private static final double[][] TEST = {{0.9, 0.1}, {0.7, 0.3}, {0.2, 0.8}, {0.55, 0.45}};

  private static TableProblem table() {
    return new TableProblem(
        Map.of(Split.TRAIN, TRAIN, Split.TEST, TEST),
        Map.of(Split.TRAIN, new int[] {0, 1}, Split.TEST, new int[] {0, 1, 1, 0}));
  }

  @Test
  void lossesAndAccuraciesAreMeansOverTheSplits() {
    try (MeasureContext context = Fixtures.context(table())) {
      double train = -(Math.log(0.8) + Math.log(0.6)) / 2;
      double test = -(Math.log(0.9) + Math.log(0.3) + Math.log(0.8) + Math.log(0.55)) / 4;
      Measurement loss = new Loss().measure(context);
      assertThat(Fixtures.part(loss, "train")).isCloseTo(train, within(1e-12));
      assertThat(Fixtures.part(loss, "test")).isCloseTo(test, within(1e-12));
      assertThat(loss.error()).isNull();
      Measurement accuracy = new Accuracy().measure(context);
      assertThat(Fixtures.part(accuracy, "train")).isEqualTo(1);
      assertThat(Fixtures.part(accuracy, "test")).isEqualTo(0.75);
      assertThat(Fixtures.partError(accuracy, "test"))
          .isCloseTo(Math.sqrt(0.75 * 0.25 / 4), within(1e-12));
      Measurement gap = new GeneralizationGap().measure(context);
      assertThat(Fixtures.part(gap, "loss")).isCloseTo(test - train, within(1e-12));
      assertThat(Fixtures.part(gap, "accuracy")).isEqualTo(0.25);
    }
  }

  @Test
  void ignoredLabelsHaveNoRowWhereverTheyStand() {
    double[][] rows = {{0.8, 0.2}, {0.9, 0.1}, {0.3, 0.7}, {0.6, 0.4}, {0.1, 0.9}};
    int[] labels = {-1, -1, 1, 1, 1};
    TableProblem whole = new TableProblem(Map.of(Split.TRAIN, rows), Map.of(Split.TRAIN, labels));
    Outputs some =
        new Outputs() {
          @Override
          public Predictions predictions(Batch batch, Mode mode) {
            int[] seen = Arrays.stream(batch.indices()).filter(i -> labels[i] >= 0).toArray();
            return seen.length == 0
                ? new Predictions(2, new double[0], new int[0])
                : whole.predictions(Batch.of(batch.split(), seen), mode);
          }

          @Override
          public boolean countsAllAlike() {
            return false;
          }
        };
    try (MeasureContext context = Fixtures.context(new Shown(whole, some))) {
      Measurement accuracy = new Accuracy().measure(context);
      assertThat(Fixtures.part(accuracy, "train")).isCloseTo(2 / 3.0, within(1e-15));
      OutputScores scores = OutputScores.of(context, Split.TRAIN);
      assertThat(scores.confidence())
          .usingComparatorWithPrecision(1e-12)
          .containsExactly(0.7, 0.6, 0.9);
      assertThat(scores.logits().rows()).isEqualTo(3);
    }
  }

  /** A problem with other outputs. */
  private record Shown(Problem problem, Outputs outputs) implements Problem {
    @Override
    public <T> Optional<T> ability(Class<T> kind) {
      return kind == Outputs.class ? Optional.of(kind.cast(outputs)) : Optional.empty();
    }

    @Override
    public ParameterVector parameters() {
      return problem.parameters();
    }

    @Override
    public ParameterVector buffers() {
      return problem.buffers();
    }

    @Override
    public int size(Split split) {
      return problem.size(split);
    }

    @Override
    public double loss(Batch batch, Mode mode) {
      return problem.loss(batch, mode);
    }

    @Override
    public double gradient(Batch batch, Mode mode, ParameterVector into) {
      return problem.gradient(batch, mode, into);
    }

    @Override
    public void close() {
      problem.close();
    }
  }

  @Test
  void aSplitOfOneClassHasAFrequencyOfExactlyOne() {
    double[][] rows = new double[20][];
    java.util.Arrays.fill(rows, new double[] {0.3, 0.7});
    TableProblem problem =
        new TableProblem(
            Map.of(Split.TRAIN, TRAIN, Split.TEST, rows),
            Map.of(Split.TRAIN, new int[] {0, 1}, Split.TEST, new int[20]));
    try (MeasureContext context = Fixtures.context(problem)) {
      Measurement accuracy = new Accuracy().measure(context);
      assertThat(Fixtures.part(accuracy, "test")).isZero();
      assertThat(accuracy.control()).contains("test 1.0000").doesNotContain("NaN");
      assertThat(new Accuracy().judge(accuracy))
          .isEqualTo(Finding.of(QualityFinding.ONE_CLASS, 0.0, "test"));
    }
  }

  @Test
  void whereExamplesCanBeToldApartLossesHaveErrors() {
    SoftmaxRegression problem = Fixtures.classifier(50, 30);
    try (MeasureContext context = Fixtures.context(problem)) {
      Measurement loss = new Loss().measure(context);
      double[] losses = problem.losses(org.sweetspot.problem.Batch.range(Split.TEST, 0, 30));
      assertThat(Fixtures.partError(loss, "test"))
          .isCloseTo(org.sweetspot.statistics.Sample.standardError(losses), within(1e-12));
      assertThat(Fixtures.partError(new GeneralizationGap().measure(context), "loss"))
          .isCloseTo(
              Math.hypot(Fixtures.partError(loss, "test"), Fixtures.partError(loss, "train")),
              within(1e-12));
    }
  }

  @Test
  void likelihoodAndBrierScoreAreMeansOverHeldOutRows() {
    try (MeasureContext context = Fixtures.context(table())) {
      double test = -(Math.log(0.9) + Math.log(0.3) + Math.log(0.8) + Math.log(0.55)) / 4;
      assertThat(Fixtures.scalar(new NegativeLogLikelihood().measure(context)))
          .isCloseTo(test, within(1e-12));
      double brier = 2 * (0.01 + 0.49 + 0.04 + 0.2025) / 4;
      assertThat(Fixtures.scalar(new BrierScore().measure(context)))
          .isCloseTo(brier, within(1e-12));
    }
  }

  @Test
  void calibrationErrorsAreWeighedOverBins() {
    try (MeasureContext context = Fixtures.context(table())) {
      // Confidences 0.9, 0.7, 0.8, 0.55 in four different bins of width 1/15; hits 1, 0, 1, 1.
      double expected = (0.1 + 0.7 + 0.2 + 0.45) / 4;
      Measurement wide = CalibrationError.equalWidth().measure(context);
      assertThat(Fixtures.scalar(wide)).isCloseTo(expected, within(1e-12));
      assertThat(wide.control()).contains("perfectly calibrated");
      assertThat(Fixtures.scalar(CalibrationError.equalMass().measure(context)))
          .isCloseTo(expected, within(1e-12));
    }
  }

  @Test
  void aCalibratedTableShowsNoMoreThanItsControl() {
    int n = 4000;
    RandomStream stream = new Seed(8).stream("calibrated");
    double[][] rows = new double[n][];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      double p = 0.5 + 0.5 * stream.nextDouble();
      rows[i] = new double[] {p, 1 - p};
      labels[i] = stream.nextDouble() < p ? 0 : 1;
    }
    TableProblem problem = new TableProblem(Map.of(Split.TEST, rows), Map.of(Split.TEST, labels));
    try (MeasureContext context = Fixtures.context(problem)) {
      for (CalibrationError measure :
          new CalibrationError[] {CalibrationError.equalWidth(), CalibrationError.equalMass()}) {
        Measurement answer = measure.measure(context);
        double control =
            Double.parseDouble(answer.control().replaceAll(".*show ([0-9.]+) on.*", "$1"));
        assertThat(Fixtures.scalar(answer)).isCloseTo(control, within(4 * Fixtures.error(answer)));
        assertThat(control).isLessThan(0.03);
      }
    }
  }

  @Test
  void marginsAreQuantilesOfLogitDifferences() {
    TableProblem problem =
        new TableProblem(
            Map.of(Split.TRAIN, new double[][] {{0.8, 0.2}, {0.4, 0.6}, {0.5, 0.5}}),
            Map.of(Split.TRAIN, new int[] {0, 0, 1}));
    try (MeasureContext context = Fixtures.context(problem)) {
      Measurement answer = Margins.ofLogits().measure(context);
      assertThat(Fixtures.part(answer, "q50")).isCloseTo(0, within(1e-12));
      assertThat(Fixtures.part(answer, "mean"))
          .isCloseTo((Math.log(4) + Math.log(0.4 / 0.6)) / 3, within(1e-12));
      double low = Math.log(0.4 / 0.6);
      assertThat(Fixtures.part(answer, "q05")).isCloseTo(low - 0.1 * low, within(1e-12));
    }
  }

  @Test
  void normalizedMarginsDoNotDependOnTheScaleOfALinearModel() {
    SoftmaxRegression problem = Fixtures.classifier(60, 0);
    double[] weights = problem.parameters().toArray();
    // Without biases, margins and spectral norm are both homogeneous of degree one.
    java.util.Arrays.fill(weights, 12, 15, 0);
    problem.parameters().set(weights);
    double before;
    try (MeasureContext context = Fixtures.context(problem)) {
      before = Fixtures.part(Margins.normalized().measure(context), "q25");
    }
    problem.parameters().scale(5);
    try (MeasureContext context = Fixtures.context(problem)) {
      assertThat(Fixtures.part(Margins.normalized().measure(context), "q25"))
          .isCloseTo(before, within(1e-6));
    }
  }

  @Test
  void theBootstrapErrorOfAMeanMarginIsTheClassicalOne() {
    SoftmaxRegression problem = Fixtures.classifier(500, 0);
    try (MeasureContext context = Fixtures.context(problem)) {
      Measurement answer = Margins.ofLogits().measure(context);
      double[] margins =
          org.sweetspot.measure.quality.OutputScores.of(context, Split.TRAIN).margin();
      double classical = org.sweetspot.statistics.Sample.standardError(margins);
      // 200 replicates know the error to about 1 / sqrt(400) of itself.
      assertThat(Fixtures.partError(answer, "mean"))
          .isCloseTo(classical, within(4 * classical / Math.sqrt(400)));
    }
  }

  @Test
  void withoutHeldOutDataCalibrationHasNoMeaning() {
    try (MeasureContext context = Fixtures.context(Fixtures.classifier(20, 0))) {
      for (Measure measure :
          new Measure[] {
            new NegativeLogLikelihood(),
            new BrierScore(),
            CalibrationError.equalWidth(),
            new GeneralizationGap()
          }) {
        Measurement answer = measure.measure(context);
        assertThat(answer.status()).isEqualTo(Status.NOT_APPLICABLE);
        assertThat(answer.conventions().text()).contains("no test and no validation");
      }
    }
  }

  @Test
  void aProblemWithoutOutputsIsNamed() {
    try (MeasureContext context = Fixtures.context(Fixtures.bowl(5, 1, 2))) {
      assertThat(new Accuracy().measure(context).conventions().text())
          .contains("Outputs")
          .contains("Quadratic");
    }
  }

  @Test
  void outputsThatAreNotFiniteAreRefused() {
    TableProblem problem =
        new TableProblem(
            Map.of(Split.TEST, new double[][] {{1, 0}}), Map.of(Split.TEST, new int[] {0}));
    try (MeasureContext context = Fixtures.context(problem)) {
      assertThat(new NegativeLogLikelihood().measure(context).conventions().text())
          .contains("expected finite logits");
    }
  }
}
