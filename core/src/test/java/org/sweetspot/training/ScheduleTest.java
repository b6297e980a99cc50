package org.sweetspot.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.recipe.BatchSizes;
import org.sweetspot.recipe.ScheduleRecipe;
import org.sweetspot.recipe.Span;

class ScheduleTest {
  private static final Span NONE = Span.steps(0);

  @Test
  void aConstantScheduleIsOne() {
    Schedule schedule = new Schedule(new ScheduleRecipe.Constant(NONE), BatchSizes.constant(1, 10));
    assertThat(schedule.factor(1, 0, 0)).isEqualTo(1);
    assertThat(schedule.factor(1000, 0.999, 50)).isEqualTo(1);
  }

  @Test
  void stepsFallAtTheirMilestones() {
    Schedule schedule =
        new Schedule(
            new ScheduleRecipe.Step(List.of(0.5, 0.75), 0.1, NONE), BatchSizes.constant(1, 10));
    assertThat(schedule.factor(5, 0.4999, 0)).isEqualTo(1);
    assertThat(schedule.factor(6, 0.5, 0)).isEqualTo(0.1);
    assertThat(schedule.factor(8, 0.75, 0)).isCloseTo(0.01, within(1e-15));
  }

  @Test
  void theCosineGoesFromOneToItsFloor() {
    Schedule schedule =
        new Schedule(new ScheduleRecipe.Cosine(0.2, NONE), BatchSizes.constant(1, 10));
    assertThat(schedule.factor(1, 0, 0)).isEqualTo(1);
    assertThat(schedule.factor(2, 1.0 / 3, 0)).isCloseTo(0.2 + 0.8 * 0.75, within(1e-15));
    assertThat(schedule.factor(2, 0.5, 0)).isCloseTo(0.6, within(1e-15));
    assertThat(schedule.factor(9, 1, 0)).isCloseTo(0.2, within(1e-15));
  }

  @Test
  void theInverseSquareRootHoldsAndThenFalls() {
    Schedule schedule =
        new Schedule(new ScheduleRecipe.InverseSquareRoot(100, NONE), BatchSizes.constant(1, 10));
    assertThat(schedule.factor(1, 0, 0)).isEqualTo(1);
    assertThat(schedule.factor(100, 0, 0)).isEqualTo(1);
    assertThat(schedule.factor(400, 0, 0)).isEqualTo(0.5);
  }

  @Test
  void warmUpMovesFromTheFirstStepAndEndsAtItsLength() {
    Schedule schedule =
        new Schedule(new ScheduleRecipe.Constant(Span.steps(4)), BatchSizes.constant(1, 10));
    assertThat(schedule.factor(1, 0, 0)).isEqualTo(0.25);
    assertThat(schedule.factor(3, 0, 0)).isEqualTo(0.75);
    assertThat(schedule.factor(4, 0, 0)).isEqualTo(1);
    assertThat(schedule.factor(5, 0, 0)).isEqualTo(1);
  }

  @Test
  void warmUpCountsEpochsAndSecondsToo() {
    Schedule epochs =
        new Schedule(new ScheduleRecipe.Constant(Span.epochs(0.5)), BatchSizes.constant(1, 10));
    assertThat(epochs.factor(2, 0, 0)).isEqualTo(0.4);
    Schedule seconds =
        new Schedule(new ScheduleRecipe.Constant(Span.seconds(8)), BatchSizes.constant(1, 10));
    assertThat(seconds.factor(2, 0, 6)).isEqualTo(0.75);
    assertThat(seconds.factor(2, 0, 9)).isEqualTo(1);
  }

  @Test
  void warmUpMultipliesTheSchedule() {
    Schedule schedule =
        new Schedule(new ScheduleRecipe.Cosine(0, Span.steps(2)), BatchSizes.constant(1, 10));
    assertThat(schedule.factor(1, 0.5, 0)).isCloseTo(0.25, within(1e-15));
  }
}
