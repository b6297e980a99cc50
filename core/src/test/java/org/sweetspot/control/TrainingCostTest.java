package org.sweetspot.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sweetspot.control.change.TrainingCost;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.Span;

class TrainingCostTest {
  private static Recipe recipe(int batch, Span budget) {
    return NoisyQuadratic.recipe(batch, 0.1, budget);
  }

  @Test
  void aShortLastBatchCountsAsShortAsItIs() {
    // 800 examples in batches of 256: four updates an epoch, and still 800 examples.
    TrainingCost cost = TrainingCost.of(recipe(256, Span.epochs(40)), 800);
    assertThat(cost).isEqualTo(new TrainingCost(160, 32_000));
    TrainingCost baseline = TrainingCost.of(recipe(16, Span.epochs(10)), 800);
    assertThat(cost.times(baseline)).isEqualTo(4);
    assertThat(TrainingCost.of(recipe(256, Span.steps(6)), 800))
        .isEqualTo(new TrainingCost(6, 800 + 512));
  }

  @Test
  void theMostStepsWithinABudgetTakeNoMoreThanIt() {
    Recipe recipe = recipe(256, Span.epochs(1));
    for (double budget : new double[] {300, 800, 801, 1056, 3200, 32_000.5, 100_000}) {
      long steps = TrainingCost.stepsWithin(recipe, 800, budget);
      assertThat(TrainingCost.of(recipe, 800, steps).examples()).isLessThanOrEqualTo((long) budget);
      assertThat(TrainingCost.of(recipe, 800, steps + 1).examples()).isGreaterThan((long) budget);
    }
    assertThat(TrainingCost.stepsWithin(recipe, 800, 10)).isEqualTo(1);
  }
}
