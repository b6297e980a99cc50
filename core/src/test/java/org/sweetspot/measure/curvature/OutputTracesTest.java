package org.sweetspot.measure.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.OutputTable;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.reference.SoftmaxRegression;
import org.sweetspot.statistics.Sample;

class OutputTracesTest {
  private static final Batch ALL = Batch.range(Split.TRAIN, 0, 64);

  /** The diagonal of the dense Hessian, summed. */
  private static double dense(SoftmaxRegression problem) {
    double[][] matrix = Fixtures.hessian(problem, Split.TRAIN);
    return IntStream.range(0, matrix.length).mapToDouble(i -> matrix[i][i]).sum();
  }

  @Test
  void thisIsASquareRootOfTheHessianOnOutputs() {
    double[] logits = {1, -2, 0.5, 40, 0, -3};
    OutputCurvature curvature = new OutputCurvature(OutputTable.softmax(3, logits));
    double[][] columns = {curvature.column(0), curvature.column(1), curvature.column(2)};
    for (int row = 0; row < 2; row++) {
      double[] z = Arrays.copyOfRange(logits, 3 * row, 3 * row + 3);
      double sum = Arrays.stream(z).map(Math::exp).sum();
      double[] p = Arrays.stream(z).map(v -> Math.exp(v) / sum).toArray();
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          double product = 0;
          for (double[] column : columns) {
            product += column[3 * row + j] * column[3 * row + k];
          }
          double others = IntStream.range(0, 3).filter(c -> c != 0).mapToDouble(c -> p[c]).sum();
          double one = row == 1 && j == 0 ? others : 1 - p[j];
          double expected = j == k ? p[j] * one : -p[j] * p[k];
          assertThat(product).isCloseTo(expected, within(1e-15 * Math.abs(expected) + 1e-30));
        }
      }
    }
  }

  @Test
  void signedCoefficientsAreTheColumnsTimesTheSigns() {
    double[] logits = {1, -2, 0.5, 40, 0, -3};
    OutputTable weighted =
        new OutputTable(OutputTable.Form.SOFTMAX, 3, logits, new double[] {2, 0.5}, new double[0]);
    OutputTable separate =
        new OutputTable(
            OutputTable.Form.SEPARATE, 3, logits, new double[] {1, 0, 0.25, 2, 1, 1}, logits);
    for (OutputTable table : List.of(OutputTable.softmax(3, logits), weighted, separate)) {
      OutputCurvature curvature = new OutputCurvature(table);
      double[] signed = curvature.signed(new RandomStream(4, 0));
      RandomStream again = new RandomStream(4, 0);
      for (int row = 0; row < 2; row++) {
        double[] expected = new double[3];
        for (int c = 0; c < 3; c++) {
          double sign = again.nextLong() < 0 ? -1 : 1;
          double[] column = curvature.column(c);
          for (int k = 0; k < 3; k++) {
            expected[k] += sign * column[3 * row + k];
          }
        }
        for (int k = 0; k < 3; k++) {
          assertThat(signed[3 * row + k])
              .isCloseTo(expected[k], within(1e-12 * Math.abs(expected[k])));
        }
      }
    }
  }

  @Test
  void whateverTheGroupsItIsUnbiasedAndItsErrorCoversTheTruthAsOftenAsItShould() {
    SoftmaxRegression problem = Fixtures.classifier(64, 0);
    double truth = dense(problem);
    double[] ones = new double[64 * 3];
    Arrays.fill(ones, 1);
    OutputTable squared =
        new OutputTable(OutputTable.Form.SEPARATE, 3, new double[64 * 3], ones, new double[0]);
    for (OutputTable table : List.of(problem.outputTable(ALL, Mode.EVALUATE), squared)) {
      OutputCurvature curvature = new OutputCurvature(table);
      double exact = 0;
      for (int c = 0; c < 3; c++) {
        exact += Arrays.stream(problem.squaredOutputNorms(ALL, curvature.column(c))).sum() / 64;
      }
      if (table.form() == OutputTable.Form.SOFTMAX) {
        assertThat(exact).isCloseTo(truth, within(1e-12 * truth));
      }
      for (int group : new int[] {1, 5, 16}) {
        int seeds = 400;
        double[] values = new double[seeds];
        int covered = 0;
        for (int seed = 0; seed < seeds; seed++) {
          RandomStream stream = new Seed(seed).stream("signs");
          double[][] draws = new double[4][];
          for (int d = 0; d < draws.length; d++) {
            draws[d] = problem.squaredGroupNorms(ALL, curvature.signed(stream), group);
          }
          values[seed] = OutputTraces.mean(List.of(draws)) / 64;
          double error = OutputTraces.error(List.of(draws)) / 64;
          covered += Math.abs(values[seed] - exact) <= 2 * error ? 1 : 0;
        }
        assertThat(Sample.mean(values))
            .isCloseTo(exact, within(3 * Sample.standardError(values) + 1e-12 * exact));
        // For a normal estimate two standard errors hold 95.4%; 1.05 is the deviation of a count.
        assertThat(covered / (double) seeds).isBetween(0.954 - 0.04, 1.0);
        if (group > 1) {
          assertThat(covered / (double) seeds).isLessThan(0.99);
        }
      }
    }
  }

  @Test
  void groupsAreSummedBeforeTheyAreSquared() {
    SoftmaxRegression problem = Fixtures.classifier(7, 0);
    Batch batch = Batch.range(Split.TRAIN, 0, 7);
    RandomStream stream = new Seed(2).stream("coefficients");
    double[] coefficients = stream(stream, 21);
    double[][] gradients = new double[7][];
    problem.outputGradients(batch, coefficients, (i, g) -> gradients[i] = g.toArray());
    double[] norms = problem.squaredGroupNorms(batch, coefficients, 3);
    assertThat(norms).hasSize(3);
    for (int g = 0; g < 3; g++) {
      double expected = 0;
      for (int j = 0; j < gradients[0].length; j++) {
        double sum = 0;
        for (int i = 3 * g; i < Math.min(7, 3 * g + 3); i++) {
          sum += gradients[i][j];
        }
        expected += sum * sum;
      }
      assertThat(norms[g]).isCloseTo(expected, within(1e-12 * expected));
    }
  }

  private static double[] stream(RandomStream stream, int size) {
    return IntStream.range(0, size).mapToDouble(i -> stream.nextGaussian()).toArray();
  }
}
