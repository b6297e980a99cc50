package org.sweetspot.training;

import org.sweetspot.recipe.BatchSizes;
import org.sweetspot.recipe.ScheduleRecipe;
import org.sweetspot.recipe.Span;

/**
 * The learning rate over time: a pure function of the update's number and the progress before it.
 *
 * <p>Progress t is the share of the budget used before the update, so the first update has t = 0
 * and the last t just below 1. Warm-up multiplies the schedule by min(1, s / W), with s the
 * update's number from 1 and W the warm-up's length in updates (not rounded): the first update
 * already moves, and update W is the first at the full rate. A warm-up in seconds multiplies by
 * min(1, seconds in updates so far / length), so its first update does not move.
 */
public final class Schedule {
  private final ScheduleRecipe recipe;
  private final BatchSizes sizes;

  /** The schedule of a recipe, for a training with these batches. */
  public Schedule(ScheduleRecipe recipe, BatchSizes sizes) {
    this.recipe = recipe;
    this.sizes = sizes;
  }

  /**
   * The factor on the optimizer's rate.
   *
   * @param step number of the update, from 1
   * @param progress share of the budget used before it, 0 to 1
   * @param seconds spent in updates before it
   */
  public double factor(long step, double progress, double seconds) {
    return warmUp(step, seconds) * shape(recipe, step, progress);
  }

  /** The factor without its warm-up; arguments as in {@link #factor}. */
  public static double shape(ScheduleRecipe recipe, long step, double progress) {
    if (recipe instanceof ScheduleRecipe.Step steps) {
      double factor = 1;
      for (double milestone : steps.at()) {
        factor *= progress >= milestone ? steps.factor() : 1;
      }
      return factor;
    }
    if (recipe instanceof ScheduleRecipe.Cosine cosine) {
      double half = (1 + StrictMath.cos(StrictMath.PI * progress)) / 2;
      return cosine.floor() + (1 - cosine.floor()) * half;
    }
    if (recipe instanceof ScheduleRecipe.InverseSquareRoot root) {
      return Math.sqrt(root.after() / (double) Math.max(step, root.after()));
    }
    return 1;
  }

  private double warmUp(long step, double seconds) {
    Span span = recipe.warmUp();
    if (span.amount() == 0) {
      return 1;
    }
    return switch (span.unit()) {
      case STEPS -> Math.min(1, step / span.amount());
      case EPOCHS -> Math.min(1, step / sizes.updates(span.amount()));
      case SECONDS -> Math.min(1, seconds / span.amount());
    };
  }
}
