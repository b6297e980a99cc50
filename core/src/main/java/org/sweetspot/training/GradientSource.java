package org.sweetspot.training;

import java.util.Map;
import java.util.Optional;
import org.sweetspot.precision.Operands;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.SharpnessAwareRecipe;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.recipe.WorkersRecipe;
import org.sweetspot.vector.ParameterVector;

/**
 * Where the gradient of an update comes from: the seam before the optimizer. Sources that alter a
 * gradient stand around another source. Between two calls the weights are where the training left
 * them; a source that moves them for a while puts them back bit by bit.
 */
public interface GradientSource extends Resumable {
  /**
   * The source of a recipe; the caller closes it.
   *
   * @param copies how often each example stands in a row in its batch
   * @param seed of the run
   */
  static GradientSource of(TrainingRecipe recipe, int copies, Problem problem, Seed seed) {
    GradientSource source = products(recipe, problem, seed);
    if (recipe.accumulation() > 1) {
      source = new AccumulatedGradient(source, problem, recipe.accumulation(), copies);
    }
    if (recipe.sparsity().sparse().isPresent()) {
      source = new SparseWeights(source, problem, recipe.sparsity());
    }
    if (recipe.sharpnessAware().kind() != SharpnessAwareRecipe.Kind.NONE) {
      source = new SharpnessAware(source, problem, recipe.sharpnessAware());
    }
    if (recipe.workers() instanceof WorkersRecipe.Dropping dropping) {
      source = new DroppedWork(source, dropping, copies, seed);
    }
    if (recipe.staleness() > 0) {
      source = new StaleGradient(source, problem, recipe.staleness(), recipe.delays(), seed);
    }
    return switch (recipe.gradientNoise().kind()) {
      case NONE -> source;
      case GAUSSIAN, ALPHA_STABLE ->
          new NoisyGradient(source, problem, recipe.gradientNoise(), seed);
      case LANGEVIN -> new LangevinGradient(source, problem, recipe.gradientNoise().scale(), seed);
    };
  }

  /**
   * The gradient of a whole batch in a recipe's number formats and at its sparse weights, without
   * what else alters a recipe's gradients.
   */
  static GradientSource ofBatch(TrainingRecipe recipe, Problem problem, Seed seed) {
    GradientSource source = products(recipe, problem, seed);
    return recipe.sparsity().sparse().isPresent()
        ? new SparseWeights(source, problem, recipe.sparsity())
        : source;
  }

  private static GradientSource products(TrainingRecipe recipe, Problem problem, Seed seed) {
    Operands formats =
        recipe.precision().operands().orElse(new Operands(Map.of(), Optional.empty()));
    GradientSource dense =
        formats.quantizers().isEmpty()
            ? new BatchGradient(problem)
            : new LowPrecisionGradient(problem, formats, seed);
    return recipe.sparsity().sparseGradients().isEmpty()
        ? dense
        : new SparseGradient(
            new LowPrecisionGradient(problem, recipe.sparsity().operands(formats), seed),
            dense,
            recipe.sparsity().until());
  }

  /**
   * Takes the gradient for an update.
   *
   * @param batch the examples of the update
   * @param mode {@link Mode#TRAIN} moves running statistics, {@link Mode#PROBE} leaves them
   * @param into receives the gradient; its old entries are ignored
   * @return the mean loss over the batch at the current weights
   */
  double take(Batch batch, Mode mode, Update update, ParameterVector into);
}
