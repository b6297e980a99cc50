package org.sweetspot.measure.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import org.sweetspot.measure.TableProblem;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.measure.Value;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

class CalibrationTest {
  private static final double[][] ROWS = {
    {0.9, 0.1}, {0.7, 0.3}, {0.71, 0.29}, {0.2, 0.8}, {0.55, 0.45}
  };
  private static final int[] LABELS = {0, 1, 0, 1, 0};

  private static MeasureContext context(double[][] rows, int[] labels) {
    return Fixtures.context(new TableProblem(Map.of(Split.TEST, rows), Map.of(Split.TEST, labels)));
  }

  /** Rows whose labels are drawn from softmax(z), shown as softmax(scale z). */
  private static TableProblem drawn(int n, double scale) {
    RandomStream stream = new Seed(31).stream("drawn");
    double[][] shown = new double[n][3];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      double[] z = {
        1.5 * stream.nextGaussian(), 1.5 * stream.nextGaussian(), 1.5 * stream.nextGaussian()
      };
      double[] p = softmax(z, 1);
      double left = stream.nextDouble();
      labels[i] = left < p[0] ? 0 : left < p[0] + p[1] ? 1 : 2;
      shown[i] = softmax(z, scale);
    }
    return new TableProblem(Map.of(Split.TEST, shown), Map.of(Split.TEST, labels));
  }

  private static double[] softmax(double[] z, double scale) {
    double sum = 0;
    double[] p = new double[z.length];
    for (int c = 0; c < z.length; c++) {
      p[c] = Math.exp(scale * z[c]);
      sum += p[c];
    }
    for (int c = 0; c < z.length; c++) {
      p[c] /= sum;
    }
    return p;
  }

  @Test
  void binsOfEqualMassAreCutAsNumPysArraySplitCuts() {
    double[] confidence = {0.9, 0.5, 0.7, 0.5, 0.5, 0.6, 0.8, 0.95};
    // np.array_split of 8 rows into 3: sizes 3, 3, 2; equal confidences in the rows' order.
    assertThat(Bins.EQUAL_MASS.assign(confidence, 3)).containsExactly(2, 0, 1, 0, 0, 1, 1, 2);
    assertThat(Bins.EQUAL_MASS.assign(new double[] {0.5, 0.5}, 3)).containsExactly(0, 1);
    assertThat(Bins.EQUAL_MASS.assign(new double[] {0.3, 0.2, 0.1}, 3)).containsExactly(2, 1, 0);
  }

  @Test
  void classwiseErrorIsTheMeanOverClassesOfWeighedBins() {
    try (MeasureContext context = context(ROWS, LABELS)) {
      // Class 0: the bins (10/15, 11/15] hold rows 1 and 2, all others one row each.
      double zero = 0.1 + Math.abs(0 + 1 - 0.7 - 0.71) + 0.2 + 0.45;
      // Class 1: 0.3 and 0.29 share (4/15, 5/15].
      double one = 0.1 + Math.abs(1 - 0.3 - 0.29) + 0.2 + 0.45;
      assertThat(Fixtures.scalar(new ClasswiseCalibrationError().measure(context)))
          .isCloseTo((zero + one) / 2 / 5, within(1e-12));
    }
  }

  @Test
  void overConfidencePartsAddUpToTheCalibrationError() {
    try (MeasureContext context = context(ROWS, LABELS)) {
      Measurement answer = new OverConfidence().measure(context);
      double confidence = (0.9 + 0.7 + 0.71 + 0.8 + 0.55) / 5;
      assertThat(Fixtures.part(answer, "confidence")).isCloseTo(confidence, within(1e-12));
      assertThat(Fixtures.part(answer, "accuracy")).isCloseTo(0.8, within(1e-12));
      assertThat(Fixtures.part(answer, "gap")).isCloseTo(confidence - 0.8, within(1e-12));
      double excess = (0.7 + 0.71 - 1) / 5;
      assertThat(Fixtures.part(answer, "excess")).isCloseTo(excess, within(1e-12));
      assertThat(Fixtures.part(answer, "overconfidence-error"))
          .isCloseTo(excess * 0.705, within(1e-12));
      double ece = Fixtures.scalar(CalibrationError.equalWidth().measure(context));
      assertThat(Fixtures.part(answer, "excess") + Fixtures.part(answer, "shortfall"))
          .isCloseTo(ece, within(1e-12));
    }
  }

  @Test
  void brierPartsSumToTheBrierScore() {
    try (MeasureContext context = Fixtures.context(drawn(700, 2))) {
      Measurement parts = new BrierParts().measure(context);
      double brier = Fixtures.scalar(new BrierScore().measure(context));
      assertThat(Fixtures.part(parts, "brier")).isCloseTo(brier, within(1e-12));
      assertThat(
              Fixtures.part(parts, "reliability")
                  - Fixtures.part(parts, "resolution")
                  + Fixtures.part(parts, "uncertainty")
                  + Fixtures.part(parts, "within-bin"))
          .isCloseTo(brier, within(1e-12));
    }
  }

  @Test
  void brierPartsOfConstantBinsAreMurphys() {
    // Two forecasts only, so that nothing varies within a bin.
    double[][] rows = {{0.8, 0.2}, {0.8, 0.2}, {0.3, 0.7}, {0.3, 0.7}};
    try (MeasureContext context = context(rows, new int[] {0, 1, 1, 1})) {
      Measurement parts = new BrierParts().measure(context);
      assertThat(Fixtures.part(parts, "reliability"))
          .isCloseTo(2 * (0.5 * 0.09 + 0.5 * 0.09), within(1e-12));
      assertThat(Fixtures.part(parts, "resolution"))
          .isCloseTo(2 * (0.5 * 0.0625 + 0.5 * 0.0625), within(1e-12));
      assertThat(Fixtures.part(parts, "uncertainty")).isCloseTo(2 * 0.25 * 0.75, within(1e-12));
      assertThat(Fixtures.part(parts, "within-bin")).isCloseTo(0, within(1e-12));
    }
  }

  @Test
  void theBestTemperatureIsFoundAndItsErrorIsHonest() {
    int n = 4000;
    try (MeasureContext context = Fixtures.context(drawn(n, 2.5))) {
      Measurement answer = new Temperature().measure(context);
      double error = Fixtures.partError(answer, "temperature");
      assertThat(Fixtures.part(answer, "temperature")).isCloseTo(2.5, within(4 * error));
      assertThat(error).isBetween(0.01, 0.2);
      double plain = Fixtures.scalar(new NegativeLogLikelihood().measure(context));
      assertThat(Fixtures.part(answer, "nll") + Fixtures.part(answer, "nll-gain"))
          .isCloseTo(plain, within(1e-12));
      assertThat(Fixtures.part(answer, "nll-gain")).isPositive();
    }
  }

  @Test
  void theTemperatureIsAMinimum() {
    double best;
    double least;
    try (MeasureContext context = Fixtures.context(drawn(300, 1.7))) {
      Measurement answer = new Temperature().measure(context);
      best = Fixtures.part(answer, "temperature");
      least = Fixtures.part(answer, "nll");
    }
    for (double factor : new double[] {0.999, 1.001}) {
      try (MeasureContext context = Fixtures.context(drawn(300, 1.7 / best / factor))) {
        assertThat(Fixtures.scalar(new NegativeLogLikelihood().measure(context)))
            .isGreaterThan(least);
      }
    }
    try (MeasureContext context = Fixtures.context(drawn(300, 1.7 / best))) {
      assertThat(Fixtures.part(new Temperature().measure(context), "temperature"))
          .isCloseTo(1, within(1e-9));
    }
  }

  @Test
  void separableRowsHaveNoBestTemperature() {
    try (MeasureContext context =
        context(new double[][] {{0.9, 0.1}, {0.2, 0.8}}, new int[] {0, 1})) {
      assertThat(new Temperature().measure(context).status()).isEqualTo(Status.NOT_CONVERGED);
    }
  }

  @Test
  void theDiagramHoldsTheCalibrationError() {
    try (MeasureContext context = Fixtures.context(drawn(500, 2))) {
      Measurement answer = new Reliability().measure(context);
      Value.Columns diagram = (Value.Columns) Objects.requireNonNull(answer.value());
      double ece = 0;
      double shares = 0;
      for (int k = 0; k < diagram.rows(); k++) {
        double share = column(diagram, "share", k);
        shares += share;
        ece += share * Math.abs(column(diagram, "accuracy", k) - column(diagram, "confidence", k));
        assertThat(column(diagram, "confidence", k))
            .isGreaterThan(column(diagram, "low", k))
            .isLessThanOrEqualTo(column(diagram, "high", k));
      }
      assertThat(shares).isCloseTo(1, within(1e-12));
      assertThat(ece)
          .isCloseTo(
              Fixtures.scalar(CalibrationError.equalWidth().measure(context)), within(1e-12));
    }
  }

  private static double column(Value.Columns columns, String name, int row) {
    return Objects.requireNonNull(columns.columns().get(name)).get(row);
  }

  @Test
  void confidencesOnAnEdgeBelongToTheBinBelow() {
    double[] edges = new double[15];
    for (int b = 0; b < 15; b++) {
      edges[b] = (b + 1) / 15.0;
    }
    int[] bins = Bins.EQUAL_WIDTH.assign(edges, 15);
    for (int b = 0; b < 15; b++) {
      assertThat(bins[b]).isEqualTo(b);
    }
    assertThat(Bins.EQUAL_WIDTH.assign(new double[] {0, Math.nextUp(1 / 15.0)}, 15))
        .containsExactly(0, 1);
  }

  @Test
  void logitsThatDoNotFitTheMemoryAreRefused() {
    try (MeasureContext context =
        new MeasureContext(
            drawn(100, 1),
            TrainingFacts.UNKNOWN,
            MeasureSettings.DEFAULT.withMemory(1000),
            new Seed(1))) {
      for (Measure measure : new Measure[] {new Temperature(), new BrierParts()}) {
        Measurement answer = measure.measure(context);
        assertThat(answer.status()).isEqualTo(Status.NOT_APPLICABLE);
        assertThat(answer.conventions().text()).contains("allow more memory");
      }
      assertThat(new OverConfidence().measure(context).status()).isEqualTo(Status.ESTIMATE);
    }
  }

  @Test
  void aTemperatureAtItsBoundIsNoAdviceAndConstantLogitsHaveNone() {
    Temperature measure = new Temperature();
    double[][] right = {{0.9, 0.1}, {0.2, 0.8}, {0.7, 0.3}};
    try (MeasureContext context = context(right, new int[] {0, 1, 0})) {
      Measurement found = measure.measure(context);
      assertThat(Fixtures.part(found, "temperature")).isEqualTo(1.0 / 20);
      assertThat(found.status()).isEqualTo(Status.NOT_CONVERGED);
      assertThat(measure.judge(found)).isEqualTo(Finding.of(CalibrationFinding.FIT_AT_LOWER_BOUND));
    }
    try (MeasureContext context = context(right, new int[] {1, 0, 1})) {
      Measurement found = measure.measure(context);
      assertThat(Fixtures.part(found, "temperature")).isEqualTo(20);
      assertThat(measure.judge(found)).isEqualTo(Finding.of(CalibrationFinding.FIT_AT_UPPER_BOUND));
    }
    double[][] constant = {{0.5, 0.5}, {0.5, 0.5}};
    try (MeasureContext context = context(constant, new int[] {0, 1})) {
      assertThat(measure.measure(context).conventions().text()).contains("no temperature changes");
    }
  }
}
