package org.sweetspot.recipe;

import java.util.List;

/**
 * The learning rate over time, as a factor on the optimizer's rate. Progress t runs from 0 to 1
 * over the whole budget.
 */
public sealed interface ScheduleRecipe
    permits ScheduleRecipe.Constant,
        ScheduleRecipe.Step,
        ScheduleRecipe.Cosine,
        ScheduleRecipe.InverseSquareRoot {
  /** The factor grows linearly from 0 over this first stretch, on top of the schedule. */
  Span warmUp();

  /** The same schedule with another warm-up. */
  ScheduleRecipe withWarmUp(Span value);

  /** Always 1. */
  record Constant(@Default("0 steps") Span warmUp) implements ScheduleRecipe {
    @Override
    public Constant withWarmUp(Span value) {
      return new Constant(value);
    }
  }

  /**
   * Multiplied by {@code factor} at each milestone.
   *
   * @param at progress of the milestones, ascending, each between 0 and 1
   */
  record Step(List<Double> at, @Default("0.1") double factor, @Default("0 steps") Span warmUp)
      implements ScheduleRecipe {
    /** Checks the milestones. */
    public Step {
      at = List.copyOf(at);
      Require.that(factor > 0, "factor", "above 0", factor);
      for (int i = 0; i < at.size(); i++) {
        Require.that(
            at.get(i) > 0 && at.get(i) < 1, "at", "shares of the budget between 0 and 1", at);
        Require.that(
            i == 0 || at.get(i) > at.get(i - 1), "at", "ascending shares of the budget", at);
      }
    }

    @Override
    public Step withWarmUp(Span value) {
      return new Step(at, factor, value);
    }
  }

  /**
   * floor + (1 - floor) (1 + cos(pi t)) / 2.
   *
   * @param floor the factor at the end
   */
  record Cosine(@Default("0") double floor, @Default("0 steps") Span warmUp)
      implements ScheduleRecipe {
    /** Checks the floor. */
    public Cosine {
      Require.that(floor >= 0 && floor <= 1, "floor", "between 0 and 1", floor);
    }

    @Override
    public Cosine withWarmUp(Span value) {
      return new Cosine(floor, value);
    }
  }

  /**
   * sqrt(after / max(step, after)).
   *
   * @param after steps at the full rate
   */
  record InverseSquareRoot(int after, @Default("0 steps") Span warmUp) implements ScheduleRecipe {
    /** Checks the number of steps. */
    public InverseSquareRoot {
      Require.that(after >= 1, "after", "at least 1 step", after);
    }

    @Override
    public InverseSquareRoot withWarmUp(Span value) {
      return new InverseSquareRoot(after, value);
    }
  }
}
