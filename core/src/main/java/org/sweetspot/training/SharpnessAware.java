package org.sweetspot.training;

import org.jspecify.annotations.Nullable;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.recipe.SharpnessAwareRecipe;
import org.sweetspot.vector.ParameterVector;

/**
 * The gradient at the worst point near the weights, over the same batch: g(w + e).
 *
 * <p>e = radius T^2 g(w) / |T g(w)| maximizes the loss to first order where |e / T| is at most the
 * radius; T is 1 (Foret, Kleiner, Mobahi and Neyshabur, ICLR 2021, algorithm 1) or that of {@link
 * RelativeScale} (Kwon, Kim, Park and Choi, ICML 2021, algorithm 1). The loss told is that at w.
 * Running statistics of batch normalization move in the pass at w alone: in the second one they
 * would belong to weights that nobody keeps; both passes normalize by the batch's own statistics.
 *
 * <p>Where the gradient at w is zero or not finite, it is the answer. Cost: two gradients in every
 * update that it acts in, one in the others; one vector, and three more for the relative one.
 */
final class SharpnessAware extends GradientAround {
  private final Problem problem;
  private final SharpnessAwareRecipe recipe;
  private final @Nullable RelativeScale scale;
  private final ParameterVector saved;

  /**
   * A source around another.
   *
   * @param inner closed with this one
   */
  SharpnessAware(GradientSource inner, Problem problem, SharpnessAwareRecipe recipe) {
    super(inner);
    this.problem = problem;
    this.recipe = recipe;
    this.scale =
        recipe.kind() == SharpnessAwareRecipe.Kind.ASAM ? new RelativeScale(problem.space()) : null;
    this.saved = problem.space().zero();
  }

  @Override
  public double take(Batch batch, Mode mode, Update update, ParameterVector into) {
    double loss = inner.take(batch, mode, update, into);
    if ((update.step() - 1) % recipe.every() != 0) {
      return loss;
    }
    ParameterVector weights = problem.parameters();
    if (scale != null) {
      scale.at(weights);
      into.multiply(scale.vector());
    }
    double norm = into.norm();
    if (scale != null) {
      into.multiply(scale.vector());
    }
    if (norm == 0 || !Double.isFinite(norm)) {
      return loss;
    }
    saved.set(weights);
    weights.add(recipe.radius() / norm, into);
    Mode quiet = mode == Mode.TRAIN ? Mode.PROBE : mode;
    inner.take(batch, quiet, update, into);
    weights.set(saved);
    return loss;
  }

  @Override
  public void close() {
    super.close();
    saved.close();
    if (scale != null) {
      scale.close();
    }
  }
}
