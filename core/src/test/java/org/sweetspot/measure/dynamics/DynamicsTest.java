package org.sweetspot.measure.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.Value;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.reference.SoftmaxRegression;
import org.sweetspot.trajectory.ArrayTrajectory;
import org.sweetspot.vector.ParameterVector;

class DynamicsTest {
  private static final List<Measure> GEOMETRY =
      List.of(
          new TrajectoryLength(),
          new TrajectoryDistances(),
          new TrajectoryTurning(),
          new TrajectoryDimension(),
          new TrajectoryPlane());

  private static Measurement ask(Measure measure, double[]... states) {
    try (MeasureContext context =
        MeasureContext.ofTrajectory(
            new ArrayTrajectory("test", states), MeasureSettings.DEFAULT, new Seed(1))) {
      return measure.measure(context);
    }
  }

  private static double[] column(Measurement answer, String name) {
    return column(answer.value(), name);
  }

  private static double[] column(@Nullable Value value, String name) {
    if (value instanceof Value.Columns table && table.columns().containsKey(name)) {
      return table.columns().get(name).stream().mapToDouble(Double::doubleValue).toArray();
    }
    throw new AssertionError("expected a column " + name + ", got " + value);
  }

  private static double[][] walk(int k, int p, double offset) {
    RandomStream stream = new Seed(4).stream("test/walk");
    double[][] states = new double[k][p];
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < p; j++) {
        states[i][j] = (i == 0 ? offset : states[i - 1][j]) + stream.nextGaussian();
      }
    }
    return states;
  }

  @Test
  void threeSidesOfASquareHaveRightAngles() {
    double[][] square = {{0, 0}, {2, 0}, {2, 2}, {0, 2}};
    Measurement length = ask(new TrajectoryLength(), square);
    assertThat(length.status()).isEqualTo(Status.EXACT);
    assertThat(Fixtures.part(length, "path")).isEqualTo(6);
    assertThat(Fixtures.part(length, "displacement")).isEqualTo(2);
    assertThat(Fixtures.part(length, "straightness")).isEqualTo(2 / 6.0);
    assertThat(Fixtures.part(length, "mean-cosine")).isZero();
    Measurement distances = ask(new TrajectoryDistances(), square);
    assertThat(column(distances, "from-previous")).containsExactly(0, 2, 2, 2);
    assertThat(column(distances, "travelled")).containsExactly(0, 2, 4, 6);
    assertThat(column(distances, "from-start")).containsExactly(0, 2, Math.sqrt(8), 2);
    assertThat(column(ask(new TrajectoryTurning(), square), "cosine")).containsExactly(0, 0);
    // Variance 4 along each axis of the square.
    Measurement dimension = ask(new TrajectoryDimension(), square);
    assertThat(Fixtures.part(dimension, "explained-first")).isCloseTo(0.5, within(1e-12));
    assertThat(Fixtures.part(dimension, "participation-ratio")).isCloseTo(2, within(1e-12));
  }

  @Test
  void aStraightWayIsOneDirectionWithoutTurns() {
    double[][] line = new double[6][3];
    for (int i = 0; i < 6; i++) {
      line[i] = new double[] {1e6 + i * i, 1e6 + 2.0 * i * i, 5};
    }
    assertThat(Fixtures.part(ask(new TrajectoryLength(), line), "straightness"))
        .isCloseTo(1, within(1e-14));
    for (double cosine : column(ask(new TrajectoryTurning(), line), "cosine")) {
      assertThat(cosine).isCloseTo(1, within(1e-14)).isLessThanOrEqualTo(1);
    }
    assertThat(Fixtures.part(ask(new TrajectoryDimension(), line), "explained-first"))
        .isCloseTo(1, within(1e-12));
    double[] first = column(ask(new TrajectoryPlane(), line), "first");
    for (int i = 1; i < 6; i++) {
      assertThat(first[i] - first[i - 1])
          .isCloseTo(Math.sqrt(5) * (i * i - (i - 1) * (i - 1)), within(1e-9));
    }
  }

  @Test
  void stretchesGiveWhatTheWholeGives() {
    // More entries than fit one stretch of either pass, an offset that eats eight digits.
    int k = 7;
    int p = 2 * Walk.STRETCH + 37;
    double[][] states = walk(k, p, 1e4);
    Measurement distances = ask(new TrajectoryDistances(), states);
    Measurement turning = ask(new TrajectoryTurning(), states);
    for (int i = 1; i < k; i++) {
      double[] step = difference(states[i], states[i - 1]);
      assertThat(column(distances, "from-previous")[i])
          .isCloseTo(Math.sqrt(dot(step, step)), within(1e-10));
      double[] away = difference(states[i], states[0]);
      assertThat(column(distances, "from-start")[i])
          .isCloseTo(Math.sqrt(dot(away, away)), within(1e-10));
      if (i < k - 1) {
        double[] next = difference(states[i + 1], states[i]);
        assertThat(column(turning, "cosine")[i - 1])
            .isCloseTo(
                dot(step, next) / Math.sqrt(dot(step, step) * dot(next, next)), within(1e-12));
      }
    }
  }

  @Test
  void principalDirectionsAreThoseOfTheCentredStates() {
    int k = 9;
    int p = 40;
    double[][] states = walk(k, p, 100);
    double[][] centred = new double[k][p];
    for (int j = 0; j < p; j++) {
      double mean = 0;
      for (int i = 0; i < k; i++) {
        mean += states[i][j] / k;
      }
      for (int i = 0; i < k; i++) {
        centred[i][j] = states[i][j] - mean;
      }
    }
    SingularValueDecomposition exact =
        new SingularValueDecomposition(new Array2DRowRealMatrix(centred));
    double[] sigma = exact.getSingularValues();
    double total = 0;
    for (double s : sigma) {
      total += s * s;
    }
    Measurement dimension = ask(new TrajectoryDimension(), states);
    assertThat(Fixtures.part(dimension, "explained-first"))
        .isCloseTo(sigma[0] * sigma[0] / total, within(1e-12));
    assertThat(Fixtures.part(dimension, "explained-second"))
        .isCloseTo(sigma[1] * sigma[1] / total, within(1e-12));
    Measurement plane = ask(new TrajectoryPlane(), states);
    String[] names = {"first", "second"};
    for (int a = 0; a < 2; a++) {
      double sign = Math.signum(exact.getU().getEntry(k - 1, a));
      double[] actual = column(plane, names[a]);
      assertThat(actual[k - 1]).isPositive();
      for (int i = 0; i < k; i++) {
        assertThat(actual[i])
            .isCloseTo(sign * sigma[a] * exact.getU().getEntry(i, a), within(1e-9));
      }
    }
  }

  @Test
  void orderOfTheEntriesDoesNotMatter() {
    double[][] states = walk(5, 30, 0);
    int[] order = new Seed(8).stream("test/order").permutation(30);
    double[][] shuffled = new double[5][30];
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 30; j++) {
        shuffled[i][order[j]] = states[i][j];
      }
    }
    assertThat(Fixtures.part(ask(new TrajectoryLength(), shuffled), "path"))
        .isCloseTo(Fixtures.part(ask(new TrajectoryLength(), states), "path"), within(1e-12));
    assertThat(Fixtures.part(ask(new TrajectoryDimension(), shuffled), "explained-both"))
        .isCloseTo(
            Fixtures.part(ask(new TrajectoryDimension(), states), "explained-both"), within(1e-12));
  }

  @Test
  void lossAlongTheWayIsThatOfEachStateAndTheWeightsComeBack() {
    SoftmaxRegression problem = Fixtures.classifier(60, 0);
    double[] weights = problem.parameters().toArray();
    try (ParameterVector initial = problem.parameters().copy();
        MeasureContext context =
            Fixtures.context(problem).withTrajectory(Fixtures.spiral(initial))) {
      Measurement answer = new TrajectoryLoss().measure(context);
      assertThat(answer.status()).isEqualTo(Status.EXACT);
      assertThat(problem.parameters().toArray()).containsExactly(weights);
      Batch all = Batch.range(Split.TRAIN, 0, 60);
      try (ParameterVector gradient = problem.space().zero()) {
        for (int i = 0; i < 5; i++) {
          context.subject().trajectory().moveTo(i, problem);
          assertThat(column(answer, "loss")[i])
              .isCloseTo(problem.gradient(all, Mode.EVALUATE, gradient), within(1e-12));
          assertThat(column(answer, "gradient-norm")[i]).isCloseTo(gradient.norm(), within(1e-12));
        }
      }
    }
  }

  @Test
  void aSampleOfTheExamplesHasErrorsThatCoverTheWhole() {
    SoftmaxRegression problem = Fixtures.classifier(4000, 0);
    Batch all = Batch.range(Split.TRAIN, 0, 4000);
    try (ParameterVector initial = problem.parameters().copy();
        ParameterVector gradient = problem.space().zero();
        MeasureContext context =
            Fixtures.context(problem).withTrajectory(Fixtures.spiral(initial))) {
      Measurement answer = new TrajectoryLoss().measure(context);
      assertThat(answer.status()).isEqualTo(Status.ESTIMATE);
      for (int i = 0; i < 5; i++) {
        context.subject().trajectory().moveTo(i, problem);
        double loss = problem.gradient(all, Mode.EVALUATE, gradient);
        double lossError = column(answer.error(), "loss")[i];
        double normError = column(answer.error(), "gradient-norm")[i];
        assertThat(lossError).isBetween(1e-3, 0.1);
        assertThat(column(answer, "loss")[i]).isCloseTo(loss, within(4 * lossError));
        assertThat(column(answer, "gradient-norm")[i])
            .isCloseTo(gradient.norm(), within(4 * normError));
      }
    }
  }

  @Test
  void whatDoesNotApplySaysWhy() {
    double[] here = {1, 2};
    for (Measure measure : GEOMETRY) {
      Measurement one = ask(measure, here);
      assertThat(one.status()).isEqualTo(Status.NOT_APPLICABLE);
      assertThat(one.conventions().text()).contains("at least").contains("snapshots");
    }
    Measurement still = ask(new TrajectoryDimension(), here, here, here);
    assertThat(still.conventions().text()).contains("never moved");
    assertThat(ask(new TrajectoryTurning(), here, here, here).conventions().text())
        .contains("no angle");
    assertThat(ask(new TrajectoryLoss(), here, here).conventions().text())
        .contains("needs a model");
    double[] broken = {Double.NaN, 1};
    for (Measure measure : GEOMETRY) {
      assertThat(ask(measure, here, broken, here).conventions().text()).contains("finite");
    }
    try (MeasureContext context = Fixtures.context(Fixtures.classifier(20, 0))) {
      assertThat(new TrajectoryLength().measure(context).conventions().text())
          .contains("needs the trajectory");
    }
  }

  private static double[] difference(double[] a, double[] b) {
    double[] difference = new double[a.length];
    for (int j = 0; j < a.length; j++) {
      difference[j] = a[j] - b[j];
    }
    return difference;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }
}
