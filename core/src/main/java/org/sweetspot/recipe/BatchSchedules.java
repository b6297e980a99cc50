package org.sweetspot.recipe;

import java.util.List;
import org.sweetspot.recipe.RecipeCheck.Finding;

/** What can't go together in a training whose batch size changes on the way. */
final class BatchSchedules {
  private static final String PATH = "training.batch-schedule";

  private BatchSchedules() {}

  /** The smallest batch of a training but for what is left at the end of a pass. */
  static int smallest(TrainingRecipe training) {
    return training.batchSchedule().stream()
        .mapToInt(BatchStage::size)
        .reduce(training.batch(), Math::min);
  }

  /** Parts that are out of order, longer than the budget or larger than the training split. */
  static void check(Recipe recipe, List<Finding> findings) {
    TrainingRecipe training = recipe.training();
    int train = recipe.data().split().used();
    Span before = Span.steps(0);
    for (int i = 0; i < training.batchSchedule().size(); i++) {
      BatchStage stage = training.batchSchedule().get(i);
      String path = PATH + "[" + i + "]";
      Span until = stage.until();
      if (train > 0 && stage.size() > train) {
        findings.add(
            new Finding(
                path + ".size",
                "at most the " + train + " examples of data.split.train",
                Integer.toString(stage.size()),
                "make the size smaller or data.split.train larger"));
      }
      if (until.unit() == before.unit() && until.amount() <= before.amount()) {
        findings.add(
            new Finding(
                path + ".until",
                "later than the " + before + " of the part before it",
                until.toString(),
                "put the parts in order"));
      }
      if (until.unit() == training.budget().unit()
          && until.amount() >= training.budget().amount()) {
        findings.add(
            new Finding(
                path + ".until",
                "less than the budget of " + training.budget(),
                until.toString(),
                "make the part shorter or training.budget longer"));
      }
      before = until;
    }
  }

  /** Updates of too few examples for batch statistics, wherever a pass ends. */
  static void checkLast(Recipe recipe, int examples, List<Finding> findings) {
    TrainingRecipe training = recipe.training();
    BatchSizes sizes = BatchSizes.of(training, examples);
    long updates =
        training.budget().unit() == Span.Unit.SECONDS
            ? Long.MAX_VALUE
            : sizes.begins(training.budget());
    int copies = recipe.data().augmentation().copies();
    int fewest = sizes.fewest(updates);
    if (Math.max(1, fewest / training.pieces()) * (long) copies < 2) {
      findings.add(
          new Finding(
              PATH,
              "sizes that leave at least 2 examples to compute together at the end of each pass,"
                  + " for batch statistics",
              "an update of " + fewest + " of " + examples + " examples",
              "take other sizes, end each part with an epoch, or write normalization: layer"));
    }
  }
}
