package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.frequency.FrequencyFinding;
import org.sweetspot.measure.frequency.FrequencyResponse;
import org.sweetspot.measure.frequency.ResponseOverTraining;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.trajectory.ArrayTrajectory;

class FrequencyResponseTest {
  private static double part(@Nullable Value value, String name) {
    Value.Named named = (Value.Named) Objects.requireNonNull(value);
    return Objects.requireNonNull(named.values().get(name), name);
  }

  /** A linear network over signals of 2 x 16 whose weights are waves of a number of periods. */
  private static Measurement measure(int periods, double scale) {
    try (TorchProblem problem =
        Fixtures.open(new ModelRecipe.Linear(Fixtures.START), Fixtures.signals(60))) {
      double[] weights = problem.parameters().toArray();
      for (int i = 0; i < 4 * 32; i++) {
        weights[i] =
            scale * Math.cos(2 * Math.PI * periods * (i % 16) / 16.0 + (i - i % 16) / 16.0);
      }
      problem.parameters().set(weights);
      try (MeasureContext context =
          new MeasureContext(
              problem, TrainingFacts.UNKNOWN, MeasureSettings.DEFAULT, new Seed(3))) {
        Measurement answer = new FrequencyResponse().measure(context);
        assertThat(problem.parameters().toArray()).isEqualTo(weights);
        return answer;
      }
    }
  }

  @Test
  void aLinearNetworkAnswersInTheBandOfItsWeights() {
    Measurement coarse = measure(2, 1);
    Measurement fine = measure(7, 1);
    assertThat(part(coarse.value(), "high")).isLessThan(1e-9);
    assertThat(part(coarse.value(), "low")).isGreaterThan(0.5);
    assertThat(part(fine.value(), "low")).isLessThan(1e-9);
    assertThat(part(fine.value(), "high")).isGreaterThan(0.5);
  }

  @Test
  void theErrorIsPositiveAndTheControlIsShown() {
    Measurement answer = measure(2, 3);
    assertThat(part(answer.error(), "low")).isPositive();
    assertThat(answer.control()).contains("shuffled weights shows high-over-low");
  }

  /** Each state shows what the network at that state would; the weights come back. */
  @Test
  void overTrainingEachStateIsMeasuredAsIfAlone() {
    double[][] states = {waves(2, 1), waves(2, 3), waves(7, 1)};
    // Coarse detail is heard at every state, so that there is a ratio.
    for (int i = 0; i < 4 * 32; i++) {
      states[2][i] += 0.1 * states[0][i];
    }
    try (TorchProblem problem =
        Fixtures.open(new ModelRecipe.Linear(Fixtures.START), Fixtures.signals(60))) {
      double[] here = problem.parameters().toArray();
      Measurement way;
      try (MeasureContext context =
          context(problem).withTrajectory(new ArrayTrajectory("three states", states))) {
        way = new ResponseOverTraining().measure(context);
        assertThat(way.conventions().text()).contains("at 3 of 3 states");
      }
      assertThat(problem.parameters().toArray()).isEqualTo(here);
      for (int row = 0; row < states.length; row++) {
        problem.parameters().set(states[row]);
        try (MeasureContext context = context(problem)) {
          Measurement alone = new FrequencyResponse().measure(context);
          for (String name : List.of("low", "middle", "high", "high-over-low")) {
            assertThat(way.column(name).get(row)).as(name).isEqualTo(alone.number(name));
            assertThat(way.margin(name, row)).as(name).isEqualTo(alone.margin(name));
          }
        }
      }
      // Three times the weights: three times the responses.
      assertThat(way.column("low").get(1)).isCloseTo(3 * way.column("low").get(0), within(1e-9));
      assertThat(way.column("high-over-low").get(0)).isLessThan(1e-6);
      assertThat(way.column("high-over-low").get(2)).isGreaterThan(5);
      assertThat(new ResponseOverTraining().judge(way).verdicts())
          .contains(FrequencyFinding.BECAME_FINE);
    }
  }

  @Test
  void withoutATrajectoryThereIsNoWayToFollow() {
    try (TorchProblem problem =
            Fixtures.open(new ModelRecipe.Linear(Fixtures.START), Fixtures.signals(60));
        MeasureContext context = context(problem)) {
      assertThat(new ResponseOverTraining().measure(context).status())
          .isEqualTo(Status.NOT_APPLICABLE);
    }
  }

  private static MeasureContext context(TorchProblem problem) {
    return new MeasureContext(problem, TrainingFacts.UNKNOWN, MeasureSettings.DEFAULT, new Seed(3));
  }

  private static double[] waves(int periods, double scale) {
    double[] weights = new double[4 * 32 + 4];
    for (int i = 0; i < 4 * 32; i++) {
      weights[i] = scale * Math.cos(2 * Math.PI * periods * (i % 16) / 16.0 + (i - i % 16) / 16.0);
    }
    return weights;
  }
}
