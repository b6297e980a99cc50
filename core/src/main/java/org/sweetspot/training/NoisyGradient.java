package org.sweetspot.training;

import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.GradientNoiseRecipe;
import org.sweetspot.vector.Draws;
import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVector;

/**
 * A gradient with noise added to each entry ({@link GradientNoiseRecipe}). Update s, counted from
 * 1, draws from the stream "training/gradient-noise/s" of the run's seed, so that it has no state.
 *
 * <p>Cost: as many draws as there are parameters in every update, made on one core.
 */
final class NoisyGradient extends GradientAround {
  private final ParameterSpace space;
  private final GradientNoiseRecipe recipe;
  private final Seed seed;

  /**
   * A source around another.
   *
   * @param inner closed with this one
   */
  NoisyGradient(GradientSource inner, Problem problem, GradientNoiseRecipe recipe, Seed seed) {
    super(inner);
    this.space = problem.space();
    this.recipe = recipe;
    this.seed = seed;
  }

  @Override
  public double take(Batch batch, Mode mode, Update update, ParameterVector into) {
    double loss = inner.take(batch, mode, update, into);
    double scale = recipe.scale() * StrictMath.pow((double) update.step(), -recipe.decay() / 2);
    try (ParameterVector noise = draw(update.step())) {
      into.add(scale, noise);
    }
    return loss;
  }

  private ParameterVector draw(long step) {
    RandomStream stream = seed.stream("training/gradient-noise/" + step);
    if (recipe.kind() == GradientNoiseRecipe.Kind.GAUSSIAN) {
      return space.gaussian(stream);
    }
    int size = Math.toIntExact(space.dimension());
    return space.zero().set(Draws.stable(stream, size, recipe.tailIndex()));
  }
}
