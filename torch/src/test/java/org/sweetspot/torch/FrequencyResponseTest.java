package org.sweetspot.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.frequency.FrequencyResponse;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.ModelRecipe;

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
}
