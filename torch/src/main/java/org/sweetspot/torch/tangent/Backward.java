package org.sweetspot.torch.tangent;

import org.bytedeco.pytorch.Tensor;

/**
 * A layer at its input and at the loss's derivative with respect to its output. It outlives the
 * scope it was made in, but for {@code delta}.
 *
 * @param delta derivative of the loss with respect to the input; undefined if the input does not
 *     depend on weights
 * @param tangent how the output moves with input and weights; called once for each product
 */
public record Backward(Tensor delta, Next tangent) {
  /** From a motion of input and weights to that of the output. */
  @FunctionalInterface
  public interface Next {
    /**
     * The layer's motion.
     *
     * @param input of the input; undefined if it does not move
     * @param direction of the parameters
     */
    Tangent along(Tensor input, Parts direction);
  }
}
