package org.sweetspot.measure.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.dynamics.PathPlane;
import org.sweetspot.measure.dynamics.TrajectoryPlane;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.reference.Quadratic;
import org.sweetspot.reference.SoftmaxRegression;
import org.sweetspot.trajectory.ArrayTrajectory;
import org.sweetspot.vector.ParameterVector;

class TrajectoryLandscapeTest {
  private static List<Double> column(Measurement answer, String name) {
    return Objects.requireNonNull(
        ((Value.Columns) Objects.requireNonNull(answer.value())).columns().get(name));
  }

  @Test
  void theLossOfABowlIsThatOfItsFormula() {
    // All states lie in the plane of the first two weights: the map must be the bowl itself.
    Quadratic bowl = Fixtures.bowl(5, 3, 0.5, 2);
    double[][] states = {{4, 1, 1}, {2, 2, 1}, {1, 1.5, 1}, {1, 1, 1}};
    Batch all = Batch.range(Split.TRAIN, 0, 5);
    try (MeasureContext context =
        Fixtures.context(bowl).withTrajectory(new ArrayTrajectory("test", states))) {
      Measurement answer = new TrajectoryLandscape().measure(context);
      assertThat(answer.status()).isEqualTo(Status.EXACT);
      assertThat(answer.conventions().text()).contains("through the last state, which is measured");
      assertThat(bowl.parameters().toArray()).containsExactly(1, 1, 1);
      assertThat(column(answer, "loss")).hasSize(13 * 13 + 4);
      for (int i = 0; i < 4; i++) {
        int row = 169 + i;
        assertThat(column(answer, "state").get(row)).isEqualTo(i + 1.0);
        bowl.parameters().set(states[i]);
        assertThat(column(answer, "loss").get(row))
            .isCloseTo(bowl.loss(all, Mode.EVALUATE), within(1e-12));
        double away = Math.hypot(states[i][0] - 1, states[i][1] - 1);
        assertThat(Math.hypot(column(answer, "x").get(row), column(answer, "y").get(row)))
            .isCloseTo(away, within(1e-12));
      }
      double least = column(answer, "x").stream().mapToDouble(x -> x).min().orElseThrow();
      assertThat(least).isEqualTo(column(answer, "x").get(0));
    }
  }

  @Test
  void thePlaneHoldsTheStatesNearestToIt() {
    SoftmaxRegression problem = Fixtures.classifier(60, 0);
    RandomStream stream = new Seed(9).stream("states");
    double[][] states = new double[12][15];
    for (double[] state : states) {
      for (int j = 0; j < 15; j++) {
        state[j] = stream.nextGaussian() * (j + 1);
      }
    }
    try (MeasureContext context =
        Fixtures.context(problem).withTrajectory(new ArrayTrajectory("test", states))) {
      problem.parameters().set(states[11]);
      try (PathPlane plane = PathPlane.of(context);
          ParameterVector state = problem.space().zero()) {
        assertThat(plane.first().norm()).isCloseTo(1, within(1e-12));
        assertThat(plane.second().norm()).isCloseTo(1, within(1e-12));
        assertThat(plane.first().dot(plane.second())).isCloseTo(0, within(1e-12));
        for (int i = 0; i < 12; i++) {
          state.set(states[i]).add(-1, problem.parameters());
          assertThat(plane.path(0)[i]).isCloseTo(plane.first().dot(state), within(1e-9));
          assertThat(plane.path(1)[i]).isCloseTo(plane.second().dot(state), within(1e-9));
        }
        Measurement drawn = new TrajectoryPlane().measure(context);
        List<Double> first = column(drawn, "first");
        assertThat(plane.path(0)[3]).isCloseTo(first.get(3) - first.get(11), within(1e-12));
      }
    }
  }

  @Test
  void aStraightWayHasNoPlane() {
    Quadratic bowl = Fixtures.bowl(5, 3, 0.5);
    try (MeasureContext context =
        Fixtures.context(bowl)
            .withTrajectory(
                new ArrayTrajectory("test", new double[][] {{0, 0}, {1, 1}, {2, 2}, {3, 3}}))) {
      assertThat(new TrajectoryLandscape().measure(context).conventions().text())
          .contains("one line");
    }
  }
}
