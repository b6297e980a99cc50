package org.sweetspot.torch.tangent;

import org.bytedeco.pytorch.Tensor;

/**
 * A layer that was applied to its input.
 *
 * @param output of the layer
 * @param backward what follows once the loss's derivative with respect to the output is known;
 *     called once, in the scope of the forward pass
 */
public record Forward(Tensor output, Next backward) {
  /** From the derivative with respect to the output to that with respect to the input. */
  @FunctionalInterface
  public interface Next {
    /**
     * The layer at its input and at the loss's derivative.
     *
     * @param delta derivative of the loss with respect to the output
     * @param gradient receives the derivatives with respect to the layer's parameters
     */
    Backward at(Tensor delta, Parts gradient);
  }
}
