package org.sweetspot.control;

import java.util.List;
import java.util.function.ToIntFunction;
import org.sweetspot.recipe.BatchSizes;
import org.sweetspot.recipe.BatchStage;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.statistics.Figures;

/** The batch sizes of a plan's first updates, and their factors on the rate, as lines of Python. */
final class BatchStagesLine {
  private BatchStagesLine() {}

  static void addTo(
      List<LoopChange> changes, Recipe baseline, Recipe plan, ToIntFunction<Recipe> examples) {
    List<BatchStage> stages = plan.training().batchSchedule();
    if (stages.equals(baseline.training().batchSchedule())) {
      return;
    }
    BatchSizes sizes = BatchSizes.of(plan.training(), examples.applyAsInt(plan));
    StringBuilder size = new StringBuilder();
    StringBuilder rate = new StringBuilder();
    for (BatchStage stage : stages) {
      long until = sizes.begins(stage.until());
      size.append(stage.size()).append(" if u < ").append(until).append(" else ");
      rate.append(number(stage.rate())).append(" if u < ").append(until).append(" else ");
    }
    int last = plan.training().batch();
    boolean same = stages.stream().allMatch(stage -> stage.rate() == 1);
    changes.add(
        new LoopChange(
            "batch sizes on the way",
            words(baseline),
            words(plan),
            "batch_size = "
                + size
                + last
                + "  # u counts updates"
                + (same ? "" : "\nrate_factor = " + rate + "1  # times the scheduler's")));
  }

  /** For instance "8 until 2 epochs, then 64". */
  private static String words(Recipe recipe) {
    StringBuilder words = new StringBuilder();
    for (BatchStage stage : recipe.training().batchSchedule()) {
      words.append(stage.size()).append(" until ").append(stage.until()).append(", then ");
    }
    return words.append(recipe.training().batch()).toString();
  }

  private static String number(double value) {
    return Figures.digits(value, 6);
  }
}
