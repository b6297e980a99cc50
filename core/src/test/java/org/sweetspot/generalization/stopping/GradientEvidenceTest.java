package org.sweetspot.generalization.stopping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.generalization.stopping.GradientEvidence.State;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.reference.SoftmaxRegression;
import org.sweetspot.trajectory.ArrayTrajectory;
import org.sweetspot.vector.ArrayVector;

class GradientEvidenceTest {
  private static GradientEvidence of(double... signals) {
    List<State> states = new ArrayList<>();
    for (int i = 0; i < signals.length; i++) {
      states.add(new State(i, 10.0 * i, signals[i], 1));
    }
    return new GradientEvidence(states, 100, true);
  }

  @Test
  void itStopsWhereTheGradientIsChanceFromThereOn() {
    assertThat(of(9, 5, 2, 1, -1).stop()).map(State::step).contains(20.0);
    assertThat(of(9, 1, 5, 2, 2).stop()).map(State::index).contains(3);
    assertThat(of(1, 1).stop()).map(State::index).contains(0);
  }

  /** At the optimum of the training examples' own loss nothing but chance is left. */
  @Test
  void itStopsAtTheOptimumOfTheDrawAndNotAtTheStart() {
    SoftmaxRegression problem = Fixtures.classifier(200, 20);
    int n = problem.size(Split.TRAIN);
    ArrayVector gradient = problem.parameters().copy();
    List<double[]> path = new ArrayList<>();
    for (int step = 0; step <= 4000; step++) {
      if (step % 2000 == 0) {
        path.add(problem.parameters().toArray());
      }
      problem.gradient(Batch.range(Split.TRAIN, 0, n), Mode.EVALUATE, gradient);
      problem.parameters().add(-1, gradient);
    }
    GradientEvidence evidence =
        GradientEvidence.of(
            problem,
            new ArrayTrajectory("by hand", path.toArray(double[][]::new)),
            3,
            MeasureSettings.DEFAULT,
            new Seed(1));
    assertThat(evidence.all()).isTrue();
    assertThat(evidence.examples()).isEqualTo(200);
    assertThat(evidence.states()).hasSize(3);
    assertThat(evidence.states().get(0).isChance()).isFalse();
    assertThat(evidence.states().get(0).signal()).isPositive();
    assertThat(evidence.states().get(2).isChance()).isTrue();
    assertThat(
            GradientEvidence.of(
                    problem,
                    new ArrayTrajectory("by hand", path.toArray(double[][]::new)),
                    2,
                    MeasureSettings.DEFAULT.withExamples(50, 50),
                    new Seed(1))
                .all())
        .isFalse();
  }

  @Test
  void whereTheGradientIsMoreThanChanceAtTheEndItDoesNotStop() {
    assertThat(of(9, 1, 1, 3).stop()).isEmpty();
    assertThat(of(9, Double.NaN).stop()).isEmpty();
    assertThat(of().stop()).isEmpty();
  }
}
