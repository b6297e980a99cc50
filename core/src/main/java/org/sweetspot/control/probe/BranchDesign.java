package org.sweetspot.control.probe;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.api.PublicApi;
import org.sweetspot.recipe.AveragingRecipe;
import org.sweetspot.recipe.BatchSizes;
import org.sweetspot.recipe.BatchStage;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.ScheduleRecipe;
import org.sweetspot.recipe.Span;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.training.Schedule;
import org.sweetspot.training.StepCount;

/**
 * Where a training branches, into which batches, and for how long.
 *
 * @param shares of the training's updates after which it branches, ascending
 * @param factors on the batch, ascending, the first 1
 * @param length of each branch, as a share of the training's examples
 */
@PublicApi
public record BranchDesign(List<Double> shares, List<Integer> factors, double length) {
  private static final int UPDATES = 4;

  /** Copies the lists and checks that there is a branch like the training itself. */
  public BranchDesign {
    shares = List.copyOf(shares);
    factors = List.copyOf(factors);
    if (shares.isEmpty() || factors.isEmpty() || factors.get(0) != 1 || !(length > 0)) {
      throw new IllegalArgumentException(
          "branches: expected shares, factors from 1 and a length, got "
              + shares
              + ", "
              + factors
              + " and "
              + length);
    }
  }

  /**
   * Eighths of a training at its beginning, its first eighth, quarter and half, into powers of two
   * up to the ratio of the batches, as far as a branch has {@value #UPDATES} updates.
   *
   * @param kappa new batch over old batch
   */
  public static BranchDesign upTo(double kappa, Recipe recipe, int examples) {
    double length = 1 / 8.0;
    double updates = length * StepCount.of(recipe.training(), examples);
    List<Integer> factors = new ArrayList<>(List.of(1));
    for (int factor = 2; factor < 2 * kappa && factor * UPDATES <= updates; factor *= 2) {
      if ((long) factor * recipe.training().batch() <= examples) {
        factors.add(factor);
      }
    }
    return new BranchDesign(List.of(0.0, 1 / 8.0, 1 / 4.0, 1 / 2.0), factors, length);
  }

  /** The training itself, without what does not move its weights. */
  static Recipe trunk(Recipe recipe) {
    return recipe.withTraining(
        recipe.training().withAveraging(AveragingRecipe.NONE).withEvaluation(Span.steps(1)));
  }

  /** The updates of a training after a share of them. */
  long step(double share, Recipe recipe, int examples) {
    return Math.round(share * StepCount.of(recipe.training(), examples));
  }

  /** The factors on the rate that a branch may have: the square root, for SGD the ratio too. */
  static List<Double> rates(OptimizerRecipe optimizer, int factor) {
    double root = Math.sqrt(factor);
    return factor == 1
        ? List.of(1.0)
        : optimizer instanceof OptimizerRecipe.Sgd ? List.of(root, (double) factor) : List.of(root);
  }

  /**
   * The recipe of a branch: that of the training up to the step, from there on the larger batch at
   * the rate that the training has there, times a factor, held to the end of the branch.
   *
   * @param examples in the training split
   */
  Recipe branch(Recipe recipe, int examples, long step, int factor, double rate) {
    TrainingRecipe training = recipe.training();
    long steps = StepCount.of(training, examples);
    BatchSizes sizes = BatchSizes.of(training, examples);
    int batch = sizes.size(step);
    double now =
        sizes.rate(step)
            * new Schedule(training.schedule(), sizes).factor(step + 1, step / (double) steps, 0);
    // Only updates after the step are made, so that the first part's rate is that of none.
    List<BatchStage> before =
        step == 0 ? List.of() : List.of(new BatchStage(Span.steps(step), batch, 1));
    TrainingRecipe grown =
        training
            .withBatch(batch * factor)
            .withBatchSchedule(before)
            .withSchedule(new ScheduleRecipe.Constant(Span.steps(0)))
            .withAveraging(AveragingRecipe.NONE);
    BatchSizes branched = BatchSizes.of(grown, examples);
    long until = branched.position(step) + Math.round(length * sizes.position(steps));
    long last = step + 1;
    while (branched.position(last) < until) {
      last++;
    }
    return recipe
        .withTraining(grown.withBudget(Span.steps(last)).withEvaluation(Span.steps(last)))
        .withRate(training.optimizer().rate() * now * rate);
  }
}
