package org.sweetspot.measure.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.reference.SoftmaxRegression;
import org.sweetspot.vector.ArraySpace;
import org.sweetspot.vector.ChosenGroups;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;
import org.sweetspot.vector.spectrum.Eigenpair;
import org.sweetspot.vector.spectrum.Eigenpairs;
import org.sweetspot.vector.spectrum.Lanczos;

class ChosenGroupsTest {
  private static final MeasureSettings FINE = MeasureSettings.DEFAULT.withEigenvalues(4, 1e-9, 400);

  private static Measurement measure(String pattern, MeasureSettings settings, Measure measure) {
    SoftmaxRegression problem = Fixtures.classifier(80, 0);
    try (MeasureContext context =
        new MeasureContext(problem, TrainingFacts.UNKNOWN, settings, new Seed(7))
            .withGroups(ChosenGroups.of(pattern, problem.space()))) {
      return measure.measure(context);
    }
  }

  private static double[] eigenvalues(double[][] matrix) {
    return new EigenDecompositionSymmetric(new Array2DRowRealMatrix(matrix), 1e-9, true)
        .getEigenvalues();
  }

  private static double[][] block(double[][] dense, int from, int to) {
    return Arrays.stream(dense, from, to)
        .map(row -> Arrays.copyOfRange(row, from, to))
        .toArray(double[][]::new);
  }

  @Test
  void eigenvaluesAreThoseOfTheDenseBlock() {
    double[][] dense = Fixtures.hessian(Fixtures.classifier(80, 0), Split.TRAIN);
    // Of the 15 weights 12 belong to the matrix, 3 to the bias.
    double[] weight = eigenvalues(block(dense, 0, 12));
    double[] bias = eigenvalues(block(dense, 12, 15));
    for (Measure measure :
        List.of(GroupEigenvalues.ofHessian(), GroupEigenvalues.ofGaussNewton())) {
      List<Double> found = series(measure("w*t", FINE, measure));
      assertThat(found).hasSize(4);
      for (int i = 0; i < 4; i++) {
        assertThat(found.get(i)).isCloseTo(weight[i], within(1e-8));
      }
      Measurement all = measure("regex:b.+s", FINE, measure);
      assertThat(all.status()).isEqualTo(Status.ESTIMATE);
      assertThat(all.conventions().text()).contains("block of 3 weights").contains(": bias,");
      assertThat(series(all)).hasSize(3);
      for (int i = 0; i < 3; i++) {
        assertThat(series(all).get(i)).isCloseTo(bias[i], within(1e-8));
      }
    }
  }

  @Test
  void bothEndsAndTheFisherBlockAreThoseOfTheDenseBlock() {
    SoftmaxRegression problem = Fixtures.classifier(80, 0);
    double[] weight = eigenvalues(block(Fixtures.hessian(problem, Split.TRAIN), 0, 12));
    List<Double> bottom = series(measure("weight", FINE, GroupEigenvalues.ofHessianBottom()));
    double[] pulls = eigenvalues(block(Fixtures.fisher(problem, 80), 0, 12));
    List<Double> fisher = series(measure("weight", FINE, GroupEigenvalues.ofFisher()));
    for (int i = 0; i < 4; i++) {
      assertThat(bottom.get(i)).isCloseTo(weight[11 - i], within(1e-8));
      assertThat(fisher.get(i)).isCloseTo(pulls[i], within(1e-8));
    }
  }

  @Test
  void theSmallestOfTheWholeGaussNewtonMatrixAreItsZeros() {
    // Adding a constant to all logits changes nothing: five directions without curvature.
    Measurement smallest = measure("*", FINE, GaussNewtonEigenvalues.smallest());
    assertThat(series(smallest)).allSatisfy(value -> assertThat(value).isCloseTo(0, within(1e-9)));
    assertThat(GaussNewtonEigenvalues.smallest().judge(smallest).verdicts())
        .containsExactly(CurvatureFinding.STILL_DIRECTION);
    // Three examples of three classes move at most nine of the fifteen weights' directions.
    Measurement known = measure("*", FINE.withExamples(3, 3), GaussNewtonEigenvalues.smallest());
    assertThat(known.status()).isEqualTo(Status.EXACT);
    assertThat(series(known)).containsExactly(0.0, 0.0, 0.0, 0.0);
    assertThat(known.cost().hvps()).isZero();
  }

  @Test
  void allGroupsTogetherAreTheWholeHessian() {
    double[] exact = eigenvalues(Fixtures.hessian(Fixtures.classifier(80, 0), Split.TRAIN));
    List<Double> found = series(measure("weight,bias", FINE, GroupEigenvalues.ofHessian()));
    for (int i = 0; i < 4; i++) {
      assertThat(found.get(i)).isCloseTo(exact[i], within(1e-8));
    }
    Measurement traces = measure("*", FINE, new GroupTraces());
    assertThat(Fixtures.part(traces, "hessian-share")).isCloseTo(1, within(1e-12));
    assertThat(Fixtures.part(traces, "gauss-newton-density")).isCloseTo(1, within(1e-12));
  }

  @Test
  void tracesAreThoseOfTheDenseBlock() {
    double[][] dense = Fixtures.hessian(Fixtures.classifier(80, 0), Split.TRAIN);
    double total = Arrays.stream(eigenvalues(dense)).sum();
    double bias = Arrays.stream(eigenvalues(block(dense, 12, 15))).sum();
    Measurement exact = measure("bias", FINE, new GroupTraces());
    assertThat(exact.status()).isEqualTo(Status.EXACT);
    for (String matrix : new String[] {"hessian", "gauss-newton"}) {
      assertThat(Fixtures.part(exact, matrix)).isCloseTo(bias, within(1e-11));
      assertThat(Fixtures.part(exact, matrix + "-share")).isCloseTo(bias / total, within(1e-12));
      assertThat(Fixtures.part(exact, matrix + "-density"))
          .isCloseTo(5 * bias / total, within(1e-11));
    }
    MeasureSettings few = MeasureSettings.DEFAULT.withEigenvalues(3, 1e-4, 12).withTraceError(0);
    // A pass for each class gives what twelve products can only estimate.
    Measurement classes = measure("bias", few, new GroupTraces());
    assertThat(classes.status()).isEqualTo(Status.EXACT);
    assertThat(classes.cost().hvps()).isZero();
    for (String matrix : new String[] {"hessian", "gauss-newton"}) {
      assertThat(Fixtures.part(classes, matrix)).isCloseTo(bias, within(1e-11));
      assertThat(Fixtures.part(classes, matrix + "-share")).isCloseTo(bias / total, within(1e-12));
    }
    Measurement sampled = measure("bias", few.withMode(Mode.PROBE), new GroupTraces());
    assertThat(sampled.status()).isEqualTo(Status.ESTIMATE);
    double error = Fixtures.partError(sampled, "hessian-share");
    assertThat(error).isPositive().isLessThan(0.2);
    assertThat(Fixtures.part(sampled, "hessian-share")).isCloseTo(bias / total, within(4 * error));
  }

  @Test
  void directionsOutsideTheBlockAddNoZeros() {
    // The chosen block is negative definite: zeros from elsewhere would come out on top.
    ParameterSpace space =
        new ArraySpace(
            List.of(
                new ParameterGroup("a", ParameterGroup.Role.WEIGHT, 0, List.of(2L)),
                new ParameterGroup("b", ParameterGroup.Role.WEIGHT, 2, List.of(3L)),
                new ParameterGroup("c.x", ParameterGroup.Role.WEIGHT, 5, List.of(2L))));
    RandomStream stream = new Seed(3).stream("matrix");
    double[][] matrix = new double[7][7];
    for (int i = 0; i < 7; i++) {
      for (int j = 0; j <= i; j++) {
        matrix[i][j] = stream.nextGaussian();
        matrix[j][i] = matrix[i][j];
      }
      matrix[i][i] -= 9;
    }
    int[] chosen = {0, 1, 5, 6};
    double[][] block = new double[4][4];
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        block[i][j] = matrix[chosen[i]][chosen[j]];
      }
    }
    SymmetricOperator dense = dense(space, matrix);
    try (ChosenBlock operator = new ChosenBlock(dense, ChosenGroups.of("a,c.*", space));
        Eigenpairs pairs =
            Lanczos.largest(4).withTolerance(1e-12).solve(operator, new Seed(4).stream("start"))) {
      double[] exact = eigenvalues(block);
      assertThat(pairs.top()).hasSize(4).extracting(Eigenpair::value).allMatch(x -> x < 0);
      for (int i = 0; i < 4; i++) {
        assertThat(pairs.top().get(i).value()).isCloseTo(exact[i], within(1e-10));
      }
    }
  }

  private static SymmetricOperator dense(ParameterSpace space, double[][] matrix) {
    return new SymmetricOperator() {
      @Override
      public ParameterSpace space() {
        return space;
      }

      @Override
      public void apply(ParameterVector argument, ParameterVector result) {
        double[] x = argument.toArray();
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
          for (int j = 0; j < y.length; j++) {
            y[i] += matrix[i][j] * x[j];
          }
        }
        result.set(y);
      }
    };
  }

  @Test
  void aPatternThatMatchesNothingIsAnsweredWithTheNames() {
    ParameterSpace space = Fixtures.classifier(80, 0).space();
    assertThatThrownBy(() -> ChosenGroups.of("layer1.*", space))
        .hasMessageContaining("weight, bias")
        .hasMessageContaining("got layer1.*");
    assertThatThrownBy(() -> ChosenGroups.of("regex:(", space)).hasMessageContaining("regex:");
    // A dot is a dot and no wildcard.
    assertThatThrownBy(() -> ChosenGroups.of("wei.ht", space)).hasMessageContaining("got wei.ht");
  }

  @Test
  void withoutAChoiceTheMeasuresSayHowToMakeOne() {
    try (MeasureContext context = Fixtures.context(Fixtures.classifier(80, 0))) {
      Measurement answer = new GroupTraces().measure(context);
      assertThat(answer.status()).isEqualTo(Status.NOT_APPLICABLE);
      assertThat(answer.conventions().text()).contains("--group");
    }
  }

  private static List<Double> series(Measurement answer) {
    return ((Value.Series) Objects.requireNonNull(answer.value())).values();
  }
}
