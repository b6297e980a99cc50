package org.sweetspot.torch;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.OutputForm.OutputLoss;
import org.sweetspot.recipe.LossRecipe;

/**
 * The loss of a recipe over rows of logits (examples, or tokens of text).
 *
 * <p>Cross-entropy: -sum_c t_c log softmax(z)_c; squared: sum_c (z_c - t_c)^2 / 2. The target t is
 * the one-hot label, in training modes mixed with the uniform distribution: (1 - s) onehot + s /
 * classes with s the recipe's label smoothing.
 *
 * @param recipe which loss
 */
record Objective(LossRecipe recipe) {
  private static final int NO_REDUCTION = 0;
  private static final int MEAN = 1;
  private static final int IGNORED_LABEL = -100;

  /** Mean loss over rows; a scalar tensor. */
  Tensor mean(Tensor logits, Tensor labels, Mode mode) {
    if (recipe.kind() == LossRecipe.Kind.CROSS_ENTROPY) {
      return torch.cross_entropy_loss(
          logits, labels, new TensorOptional(), MEAN, IGNORED_LABEL, smoothing(mode));
    }
    return squared(logits, labels, mode).mean();
  }

  /** Loss of each row. */
  Tensor each(Tensor logits, Tensor labels, Mode mode) {
    if (recipe.kind() == LossRecipe.Kind.CROSS_ENTROPY) {
      return torch.cross_entropy_loss(
          logits, labels, new TensorOptional(), NO_REDUCTION, IGNORED_LABEL, smoothing(mode));
    }
    return squared(logits, labels, mode);
  }

  /**
   * The Hessian of each row's loss with respect to its logits, times a row of directions: for
   * cross-entropy p * (u - p'u) with p the softmax, for the squared loss u.
   */
  Tensor hessianTimes(Tensor logits, Tensor directions) {
    if (recipe.kind() == LossRecipe.Kind.SQUARED) {
      return directions;
    }
    Tensor p = torch.softmax(logits, -1);
    Tensor mean = p.mul(directions).sum(new long[] {-1}, true, new ScalarTypeOptional());
    return p.mul(directions.sub(mean));
  }

  /** How the loss depends on the logits. */
  OutputLoss outputLoss() {
    return recipe.kind() == LossRecipe.Kind.SQUARED ? OutputLoss.SQUARED : OutputLoss.CROSS_ENTROPY;
  }

  private Tensor squared(Tensor logits, Tensor labels, Mode mode) {
    long classes = logits.size(-1);
    double s = smoothing(mode);
    Tensor target = torch.one_hot(labels, classes).to(logits.scalar_type());
    if (s > 0) {
      target = target.mul(new Scalar(1 - s)).add(new Scalar(s / (double) classes));
    }
    return logits.sub(target).square().sum(-1).mul(new Scalar(0.5));
  }

  private double smoothing(Mode mode) {
    return mode == Mode.EVALUATE ? 0 : recipe.labelSmoothing();
  }
}
