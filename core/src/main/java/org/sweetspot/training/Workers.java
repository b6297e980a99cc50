package org.sweetspot.training;

import java.util.function.Supplier;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.recipe.WorkersRecipe;
import org.sweetspot.vector.ParameterVector;

/**
 * Who makes an update: takes gradients, then moves the weights. Between the two a training looks
 * whether loss and gradient are finite.
 */
interface Workers extends Resumable {
  /**
   * Those of a recipe.
   *
   * @param copies how often each example stands in a row in its batch
   * @param optimizer a new one, its state at zero
   * @param last the number of the last update, or -1 where it is not known
   */
  static Workers of(
      TrainingRecipe recipe,
      int copies,
      Problem problem,
      Seed seed,
      Supplier<Optimizer> optimizer,
      long last) {
    return recipe.workers() instanceof WorkersRecipe.Local local
        ? new LocalWorkers(recipe, local, copies, problem, seed, optimizer, last)
        : new OneWorker(
            GradientSource.of(recipe, copies, problem, seed), optimizer.get(), problem, recipe);
  }

  /** Takes the gradients of an update; nothing moves but running statistics. */
  Taken take(Batch batch, Update update);

  /** Moves the problem's weights by the gradients taken. */
  void move(Update update);

  /** Free memory between two updates. */
  ParameterVector scratch();

  /**
   * What was seen.
   *
   * @param loss the mean over the batch
   * @param norm of the gradient, or of the mean gradient of all workers
   */
  record Taken(double loss, double norm) {
    /** Whether the weights can be moved by it. */
    boolean isFinite() {
      return Double.isFinite(loss) && Double.isFinite(norm);
    }
  }
}
