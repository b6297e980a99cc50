package org.sweetspot.generalization.certificate;

import java.util.Optional;
import org.sweetspot.generalization.bound.StableTraining;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Inputs;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.AveragingRecipe;
import org.sweetspot.recipe.GradientNoiseRecipe;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.ScheduleRecipe;
import org.sweetspot.recipe.SharpnessAwareRecipe;
import org.sweetspot.recipe.TrainingRecipe;

/**
 * Recognizes plain stochastic gradient descent at a constant rate, and what uniform stability asks
 * of it. For a linear classifier with the cross-entropy an example's gradient is (p - y)(x, 1)', of
 * norm at most sqrt(2) ||(x, 1)||, and its Hessian is at most ||(x, 1)||^2 / 2. Inputs are taken to
 * be no longer than the longest training one.
 */
final class PlainSgd {
  private static final int CHUNK = 500;

  private PlainSgd() {}

  /**
   * The training of a recipe; empty where it is no plain descent.
   *
   * @param steps that were made
   */
  static Optional<StableTraining> of(Recipe recipe, Problem problem, long steps) {
    TrainingRecipe training = recipe.training();
    if (!(training.optimizer() instanceof OptimizerRecipe.Sgd sgd)
        || sgd.momentum() != 0
        || sgd.weightDecay() != 0
        || training.clip() != 0
        || training.averaging().kind() != AveragingRecipe.Kind.NONE
        || training.sharpnessAware().kind() != SharpnessAwareRecipe.Kind.NONE
        || training.gradientNoise().kind() != GradientNoiseRecipe.Kind.NONE
        || !(training.schedule() instanceof ScheduleRecipe.Constant)) {
      return Optional.empty();
    }
    Optional<Inputs> inputs = problem.ability(Inputs.class);
    boolean convex = recipe.model() instanceof ModelRecipe.Linear && inputs.isPresent();
    double longest = convex ? longest(problem, inputs.get()) : Double.NaN;
    return Optional.of(
        new StableTraining(
            Math.sqrt(2 * longest),
            longest / 2,
            sgd.rate(),
            sgd.rate() * (double) steps,
            problem.size(Split.TRAIN),
            convex));
  }

  /** The largest ||(x, 1)||^2 of a training input. */
  private static double longest(Problem problem, Inputs inputs) {
    int size = problem.size(Split.TRAIN);
    double longest = 0;
    for (int from = 0; from < size; from += CHUNK) {
      Matrix rows = inputs.inputs(Batch.range(Split.TRAIN, from, Math.min(size, from + CHUNK)));
      for (int i = 0; i < rows.rows(); i++) {
        double square = 1;
        for (int j = 0; j < rows.columns(); j++) {
          square += rows.get(i, j) * rows.get(i, j);
        }
        longest = Math.max(longest, square);
      }
    }
    return longest;
  }
}
