package org.sweetspot.torch;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.OutputForm.OutputLoss;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.torch.tensor.Place;

/**
 * The loss of a recipe over rows of outputs z (examples, or tokens of text).
 *
 * <p>Cross-entropy: -sum_c t_c log softmax(z)_c, times the weight of class c where there are class
 * weights; binary cross-entropy: the mean over outputs of log(1 + exp(z)) - t z; squared: sum_c
 * (z_c - t_c)^2 / 2; absolute: sum_c |z_c - t_c|; Huber: sum_c of (z_c - t_c)^2 / 2 within delta
 * and delta (|z_c - t_c| - delta / 2) beyond. The target t of a class label is one-hot, in training
 * modes mixed with the uniform distribution: (1 - s) onehot + s / classes with s the recipe's label
 * smoothing.
 *
 * <p>The loss of a batch is the mean over its rows of weight times loss: see {@link Wanted}.
 *
 * @param recipe which loss
 */
record Objective(LossRecipe recipe) {
  private static final int NO_REDUCTION = 0;
  private static final int MEAN = 1;
  private static final int IGNORED_LABEL = -1;

  /** Mean loss over rows; a scalar tensor. */
  Tensor mean(Tensor outputs, Wanted wanted, Mode mode) {
    if (recipe.kind() == LossRecipe.Kind.CROSS_ENTROPY && !wanted.isWeighted() && plain(wanted)) {
      return crossEntropy(outputs, wanted, mode, MEAN);
    }
    return each(outputs, wanted, mode).mean();
  }

  /** Weighted loss of each row. */
  Tensor each(Tensor outputs, Wanted wanted, Mode mode) {
    return wanted.weigh(
        switch (recipe.kind()) {
          case CROSS_ENTROPY -> crossEntropy(outputs, wanted, mode, NO_REDUCTION);
          case BINARY_CROSS_ENTROPY -> binary(outputs, wanted);
          case SQUARED -> residual(outputs, wanted, mode).square().sum(-1).mul(new Scalar(0.5));
          case ABSOLUTE -> residual(outputs, wanted, mode).abs().sum(-1);
          case HUBER -> huber(residual(outputs, wanted, mode));
        });
  }

  /**
   * The Hessian of each row's weighted loss with respect to its outputs, times a row of directions:
   * for cross-entropy p * (u - p'u) with p the softmax, for the squared loss u.
   */
  Tensor hessianTimes(Tensor outputs, Tensor directions, Wanted wanted, Mode mode) {
    if (recipe.kind() == LossRecipe.Kind.CROSS_ENTROPY) {
      Tensor p = torch.softmax(outputs, -1);
      Tensor mean = p.mul(directions).sum(new long[] {-1}, true, new ScalarTypeOptional());
      Tensor product = p.mul(directions.sub(mean));
      return plain(wanted) && !wanted.isWeighted()
          ? product
          : product.mul(softmaxWeights(outputs, wanted, mode).unsqueeze(1));
    }
    return recipe.kind() == LossRecipe.Kind.SQUARED && !wanted.isWeighted()
        ? directions
        : directions.mul(diagonal(outputs, wanted, mode));
  }

  /** What each row's diag(p) - p p' counts in the mean over rows, cross-entropy alone. */
  Tensor softmaxWeights(Tensor outputs, Wanted wanted, Mode mode) {
    long classes = outputs.size(-1);
    double s = smoothing(mode);
    Tensor mass = torch.ones(new long[] {outputs.size(0)}, outputs.options());
    if (!recipe.classWeights().isEmpty()) {
      Tensor weights = classWeights(outputs);
      Tensor own =
          wanted.hasLabels()
              ? weights.index_select(0, wanted.target().clamp_min(new Scalar(0)))
              : wanted.target().matmul(weights);
      mass = own.mul(new Scalar(1 - s)).add(weights.sum().mul(new Scalar(s / (double) classes)));
    } else if (!wanted.hasLabels()) {
      mass = wanted.target().sum(-1).mul(new Scalar(1 - s)).add(new Scalar(s));
    }
    return wanted.weigh(mass);
  }

  /** Second derivatives of each row's weighted loss in each output, but for cross-entropy. */
  Tensor diagonal(Tensor outputs, Wanted wanted, Mode mode) {
    Tensor second =
        switch (recipe.kind()) {
          case BINARY_CROSS_ENTROPY -> {
            Tensor p = torch.sigmoid(outputs);
            // 1 - p as the sigmoid of -z: exact where p is nearly one.
            yield p.mul(torch.sigmoid(outputs.neg())).div(new Scalar((double) outputs.size(-1)));
          }
          case ABSOLUTE -> torch.zeros_like(outputs);
          case HUBER ->
              residual(outputs, wanted, mode)
                  .abs()
                  .le(new Scalar(recipe.delta()))
                  .to(outputs.scalar_type());
          default -> torch.ones_like(outputs);
        };
    return wanted.isWeighted() ? second.mul(wanted.weights().unsqueeze(1)) : second;
  }

  /** How the loss depends on the outputs. */
  OutputLoss outputLoss() {
    return OutputLoss.valueOf(recipe.kind().name());
  }

  /** What each output should be, rows x outputs. */
  Tensor numbers(Tensor outputs, Wanted wanted, Mode mode) {
    if (!wanted.hasLabels()) {
      return wanted.target();
    }
    long classes = outputs.size(-1);
    double s = smoothing(mode);
    // An ignored label is that of no class; its row counts nothing anyway.
    Tensor target =
        torch.one_hot(wanted.target().clamp_min(new Scalar(0)), classes).to(outputs.scalar_type());
    return s > 0 ? target.mul(new Scalar(1 - s)).add(new Scalar(s / (double) classes)) : target;
  }

  /** Which loss, in words. */
  String words() {
    return switch (recipe.kind()) {
      case CROSS_ENTROPY ->
          "cross-entropy in nats" + (recipe.classWeights().isEmpty() ? "" : " with class weights");
      case BINARY_CROSS_ENTROPY -> "binary cross-entropy in nats, mean over outputs";
      case SQUARED -> "half the squared distance, summed over outputs";
      case ABSOLUTE -> "absolute distance, summed over outputs";
      case HUBER -> "Huber's loss of delta " + recipe.delta() + ", summed over outputs";
    };
  }

  private boolean plain(Wanted wanted) {
    return wanted.hasLabels() && recipe.classWeights().isEmpty();
  }

  private Tensor crossEntropy(Tensor outputs, Wanted wanted, Mode mode, int reduction) {
    TensorOptional weights =
        recipe.classWeights().isEmpty()
            ? new TensorOptional()
            : new TensorOptional(classWeights(outputs));
    return torch.cross_entropy_loss(
        outputs, wanted.target(), weights, reduction, IGNORED_LABEL, smoothing(mode));
  }

  private static Tensor binary(Tensor outputs, Wanted wanted) {
    return torch
        .binary_cross_entropy_with_logits(
            outputs, wanted.target(), new TensorOptional(), new TensorOptional(), NO_REDUCTION)
        .mean(-1);
  }

  private Tensor residual(Tensor outputs, Wanted wanted, Mode mode) {
    return outputs.sub(numbers(outputs, wanted, mode));
  }

  private Tensor huber(Tensor residual) {
    Tensor far = residual.abs();
    Scalar delta = new Scalar(recipe.delta());
    Tensor square = residual.square().mul(new Scalar(0.5));
    Tensor line = far.sub(new Scalar(recipe.delta() / 2)).mul(delta);
    return torch.where(far.le(delta), square, line).sum(-1);
  }

  private Tensor classWeights(Tensor outputs) {
    double[] numbers = recipe.classWeights().stream().mapToDouble(Double::doubleValue).toArray();
    Tensor local =
        torch.from_blob(
            new org.bytedeco.javacpp.DoublePointer(numbers),
            new long[] {numbers.length},
            Place.cpu(ScalarType.Double));
    return local.to(
        outputs.options(), false, true, new org.bytedeco.pytorch.MemoryFormatOptional());
  }

  private double smoothing(Mode mode) {
    return mode == Mode.EVALUATE ? 0 : recipe.labelSmoothing();
  }
}
