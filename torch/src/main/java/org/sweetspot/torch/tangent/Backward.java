package org.sweetspot.torch.tangent;

import org.bytedeco.pytorch.Tensor;

/**
 * A layer at its input and at the loss's derivative with respect to its output. It outlives the
 * scope it was made in, but for {@code delta}.
 *
 * @param delta derivative of the loss with respect to the input; undefined if the input does not
 *     depend on weights
 * @param pull backpropagation at the input that was kept
 * @param tangent how the output moves with input and weights; called once for each product
 */
public record Backward(Tensor delta, Pull pull, Next tangent) {
  /** The layer's Jacobian, transposed. */
  @FunctionalInterface
  public interface Pull {
    /**
     * Backpropagates any derivative, not only the loss's; undefined if the input does not depend on
     * weights.
     *
     * @param delta derivative with respect to the output
     * @param into receives the derivatives with respect to the layer's parameters
     */
    Tensor at(Tensor delta, Parts into);
  }

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
