package org.sweetspot.measure.simplicity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.Value;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Predictions;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.reference.SoftmaxRegression;
import org.sweetspot.vector.ParameterVector;

class SimplicityTest {
  private static List<Double> column(Value value, String name) {
    return Objects.requireNonNull(((Value.Columns) value).columns().get(name));
  }

  /** Weights of the linear model as a softmax regression's: classes x features, then biases. */
  private static double[] weights(LinearModel model, int classes, int features) {
    double[] bias = model.outputs(new Matrix(1, features, new double[features])).entries();
    double[] weights = new double[classes * features + classes];
    for (int a = 0; a < features; a++) {
      double[] unit = new double[features];
      unit[a] = 1;
      double[] outputs = model.outputs(new Matrix(1, features, unit)).entries();
      for (int c = 0; c < classes; c++) {
        weights[c * features + a] = outputs[c] - bias[c];
      }
    }
    System.arraycopy(bias, 0, weights, classes * features, classes);
    return weights;
  }

  @Test
  void theLinearModelIsTheMinimumOfItsRidge() {
    SoftmaxRegression problem = Fixtures.classifier(80, 0);
    Batch all = Batch.range(Split.TRAIN, 0, 80);
    Matrix x = problem.inputs(all);
    Predictions known = problem.predictions(all, Mode.EVALUATE);
    try (MeasureContext context = Fixtures.context(problem)) {
      LinearModel model = LinearModel.of(context);
      double[] w = weights(model, 3, 4);
      double variance = 0;
      for (int a = 0; a < 4; a++) {
        int at = a;
        double mean = IntStream.range(0, 80).mapToDouble(i -> x.get(i, at)).sum() / 80;
        variance +=
            IntStream.range(0, 80).mapToDouble(i -> Math.pow(x.get(i, at) - mean, 2)).sum() / 80;
      }
      double lambda = 0.01 * variance / 4;
      // The gradient of (1/n) sum ||W x + b - e_y||^2 + lambda ||W||^2 vanishes there.
      double[] gradient = new double[15];
      for (int i = 0; i < 80; i++) {
        for (int c = 0; c < 3; c++) {
          double rest = w[12 + c] - (known.label(i) == c ? 1 : 0);
          for (int a = 0; a < 4; a++) {
            rest += w[c * 4 + a] * x.get(i, a);
          }
          for (int a = 0; a < 4; a++) {
            gradient[c * 4 + a] += 2 * rest * x.get(i, a) / 80;
          }
          gradient[12 + c] += 2 * rest / 80;
        }
      }
      for (int k = 0; k < 12; k++) {
        gradient[k] += 2 * lambda * w[k];
      }
      assertThat(gradient).containsExactly(new double[15], within(1e-12));
    }
  }

  @Test
  void theDualSystemGivesTheSameModel() {
    try (MeasureContext context = Fixtures.context(Fixtures.classifier(80, 0))) {
      LabelledRows rows = LabelledRows.of(context, Batch.range(Split.TRAIN, 0, 80), 4);
      assertThat(weights(LinearModel.dual(rows), 3, 4))
          .containsExactly(weights(LinearModel.primal(rows), 3, 4), within(1e-11));
    }
  }

  @Test
  void aLinearNetworkIsExplainedWhollyByItsLikeness() {
    SoftmaxRegression problem = Fixtures.classifier(200, 100);
    try (MeasureContext first = Fixtures.context(problem)) {
      problem.parameters().set(weights(LinearModel.of(first), 3, 4));
    }
    try (MeasureContext context = Fixtures.context(problem)) {
      Measurement answer = new Simplicity().measure(context);
      assertThat(answer.status()).isEqualTo(Status.ESTIMATE);
      assertThat(Fixtures.part(answer, "explained")).isCloseTo(1, within(1e-12));
      assertThat(Fixtures.part(answer, "kappa")).isCloseTo(1, within(1e-12));
      assertThat(Fixtures.part(answer, "also-right")).isEqualTo(1);
      assertThat(answer.control()).contains("shuffled");
      assertThat(new Simplicity().judge(answer))
          .isEqualTo(
              Finding.of(SimplicityFinding.LINEAR_SHARE, 100.0)
                  .and(SimplicityFinding.MORE_NOT_SHOWN));
    }
  }

  @Test
  void sharesOfKnownTablesAreExact() {
    int[] labels = {0, 0, 1, 1};
    int[] rows = {0, 1, 2, 3};
    Shares shares = new Shares(2, labels);
    // A perfect network beside a coin: nothing of its one bit is explained.
    assertThat(shares.numbers(labels, new int[] {0, 1, 0, 1}, rows))
        .containsExactly(new double[] {1, 0.5, 0, 0.5, 1, 0}, within(1e-12));
    assertThat(shares.numbers(labels, labels, rows))
        .containsExactly(new double[] {1, 1, 1, 1, 1, 1}, within(1e-12));
    // Wrong always is as informative as right always.
    assertThat(shares.numbers(new int[] {1, 1, 0, 0}, labels, rows))
        .containsExactly(new double[] {0, 1, -1, 0, 1, 1}, within(1e-12));
  }

  @Test
  void informationIsThatOfItsDefinition() {
    RandomStream stream = new Seed(8).stream("tables");
    int n = 300;
    int[] y = IntStream.range(0, n).map(i -> stream.nextInt(3)).toArray();
    int[] f = IntStream.of(y).map(v -> stream.nextDouble() < 0.7 ? v : stream.nextInt(3)).toArray();
    int[] l = IntStream.of(y).map(v -> stream.nextDouble() < 0.5 ? v : stream.nextInt(3)).toArray();
    double[][][] p = new double[3][3][3];
    for (int i = 0; i < n; i++) {
      p[f[i]][y[i]][l[i]] += 1.0 / n;
    }
    double information = 0;
    double given = 0;
    for (int a = 0; a < 3; a++) {
      for (int b = 0; b < 3; b++) {
        double joint = sum(p, a, b, -1);
        information +=
            joint * Math.log(joint / sum(p, a, -1, -1) / sum(p, -1, b, -1)) / Math.log(2);
        for (int c = 0; c < 3; c++) {
          double all = p[a][b][c];
          if (all > 0) {
            double ratio = all * sum(p, -1, -1, c) / sum(p, a, -1, c) / sum(p, -1, b, c);
            given += all * Math.log(ratio) / Math.log(2);
          }
        }
      }
    }
    double[] numbers = new Shares(3, y).numbers(f, l, IntStream.range(0, n).toArray());
    assertThat(numbers[4]).isCloseTo(information, within(1e-12));
    assertThat(numbers[5]).isCloseTo((information - given) / information, within(1e-12));
    assertThat(numbers[5]).isBetween(0.1, 0.9);
  }

  /** A marginal; -1 sums over an index. */
  private static double sum(double[][][] p, int a, int b, int c) {
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          boolean in = (a < 0 || a == i) && (b < 0 || b == j) && (c < 0 || c == k);
          sum += in ? p[i][j][k] : 0;
        }
      }
    }
    return sum;
  }

  @Test
  void fifthsOfTheExamplesHoldTheWholeError() {
    SoftmaxRegression problem = Fixtures.classifier(200, 101);
    try (MeasureContext context = Fixtures.context(problem)) {
      Measurement answer = ErrorByOrder.difficulty().measure(context);
      Value value = Objects.requireNonNull(answer.value());
      Value margins = Objects.requireNonNull(answer.error());
      double wrong = 0;
      for (int k = 0; k < 5; k++) {
        int size = 101 * (k + 1) / 5 - 101 * k / 5;
        double q = column(value, "error").get(k);
        wrong += size * q;
        // Half an example more on either side.
        double shrunk = (q * size + 0.5) / (size + 1);
        assertThat(column(margins, "error").get(k))
            .isCloseTo(Math.sqrt(shrunk * (1 - shrunk) / (size + 2)), within(1e-12))
            .isPositive();
      }
      assertThat(column(value, "difficulty")).isSorted();
      double[] losses = problem.losses(Batch.range(Split.TEST, 0, 101));
      double mean = 0;
      for (int k = 0; k < 5; k++) {
        mean += (101 * (k + 1) / 5 - 101 * k / 5) * column(value, "loss").get(k) / 101;
      }
      assertThat(mean).isCloseTo(Arrays.stream(losses).average().orElseThrow(), within(1e-12));
      Predictions known = problem.predictions(Batch.range(Split.TEST, 0, 101), Mode.EVALUATE);
      long counted =
          IntStream.range(0, 101).filter(i -> known.predicted(i) != known.label(i)).count();
      assertThat(wrong).isCloseTo((double) counted, within(1e-9));
      assertThat(answer.control()).contains("shuffled examples");
    }
  }

  @Test
  void aLinearNetworkFailsWhereTheLinearModelFails() {
    SoftmaxRegression problem = Fixtures.classifier(400, 300);
    try (MeasureContext first = Fixtures.context(problem)) {
      problem.parameters().set(weights(LinearModel.of(first), 3, 4));
    }
    try (MeasureContext context = Fixtures.context(problem)) {
      ErrorByOrder measure = ErrorByOrder.difficulty();
      Measurement answer = measure.measure(context);
      List<Double> error = column(Objects.requireNonNull(answer.value()), "error");
      assertThat(error.get(0)).isZero();
      assertThat(error.get(4)).isGreaterThan(0.5);
      assertThat(answer.control()).doesNotContain("shows nothing");
      assertThat(measure.judge(answer).verdicts())
          .containsAnyOf(SimplicityFinding.HARDEST_WORSE, SimplicityFinding.FINEST_WORSE);
    }
  }

  @Test
  void theLastStateHasTheErrorsOfTheWeightsAndTheyAreGivenBack() {
    SoftmaxRegression problem = Fixtures.classifier(200, 100);
    try (ParameterVector initial = problem.parameters().copy();
        MeasureContext context =
            Fixtures.context(problem).withTrajectory(Fixtures.spiral(initial))) {
      double[] before = problem.parameters().toArray();
      Value over = Objects.requireNonNull(ErrorsOverTraining.difficulty().measure(context).value());
      assertThat(problem.parameters().toArray()).isEqualTo(before);
      assertThat(column(over, "position")).containsExactly(0.0, 1.0, 2.0, 3.0, 4.0);
      List<Double> here =
          column(
              Objects.requireNonNull(ErrorByOrder.difficulty().measure(context).value()), "error");
      for (int k = 0; k < 5; k++) {
        // The spiral starts at the weights.
        assertThat(column(over, "fifth-" + (k + 1)).get(0)).isEqualTo(here.get(k));
      }
      assertThat(column(over, "fifth-1").get(4)).isNotEqualTo(here.get(0));
    }
  }

  @Test
  void featuresHaveNoFrequencies() {
    try (MeasureContext context = Fixtures.context(Fixtures.classifier(50, 20))) {
      assertThat(ErrorByOrder.frequency().measure(context).status())
          .isEqualTo(Status.NOT_APPLICABLE);
    }
  }
}
