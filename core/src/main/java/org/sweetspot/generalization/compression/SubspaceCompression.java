package org.sweetspot.generalization.compression;

import java.util.List;
import org.sweetspot.generalization.bound.CompressedNetwork;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.AveragingRecipe;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.ScheduleRecipe;
import org.sweetspot.recipe.Span;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.training.Observer;

/**
 * Trains a network in a random subspace around its random start and rounds it to the grid at which
 * the Occam bound is smallest. Start, owners and signs are drawn by the decoder from a seed that is
 * fixed before the data, so that they cost nothing; the parameters, the grid and the choice of the
 * step are paid for. Source: Lotfi et al. 2022, NeurIPS. Cost: one training, and a pass over the
 * training examples for each step tried.
 *
 * @param dimension of the subspace, fixed before the data
 * @param training in the subspace
 */
public record SubspaceCompression(int dimension, TrainingRecipe training) {
  /**
   * As certificates use it.
   *
   * @param dimension of the subspace
   * @param batch examples in one update
   * @param epochs of training
   */
  public static SubspaceCompression of(int dimension, int batch, double epochs) {
    return new SubspaceCompression(
        dimension,
        new TrainingRecipe(
            batch,
            1,
            new OptimizerRecipe.AdamW(0.02, 0.9, 0.999, 1e-8, 0, true),
            new ScheduleRecipe.Cosine(0, Span.steps(0)),
            Span.epochs(epochs),
            0,
            AveragingRecipe.NONE,
            Span.epochs(epochs)));
  }

  /**
   * Beside another training of the same network: a tenth of its parameters, but 20 to 1000, at its
   * batch; ten epochs.
   *
   * @param parameters of the whole network
   */
  public static SubspaceCompression of(long parameters, TrainingRecipe beside) {
    int dimension = (int) Math.max(Math.min(20, parameters), Math.min(1000, parameters / 10));
    return of(dimension, beside.batch(), 10);
  }

  /**
   * The outcome: the decoder's network stands in the problem.
   *
   * @param network errors on the training examples, and the length of the message
   */
  public record Outcome(CompressedNetwork network) {}

  /**
   * Trains, rounds and counts; the problem must stand at its random start.
   *
   * @param seed fixed before the data were seen
   * @param observers of the training
   */
  public Outcome compress(Problem problem, Seed seed, List<? extends Observer> observers) {
    try (SubspaceProblem subspace =
        new SubspaceProblem(problem, dimension, seed.stream("compression/subspace"))) {
      return new Outcome(
          RoundedNetwork.of(problem, subspace, training, seed.child("compression"), observers));
    }
  }
}
