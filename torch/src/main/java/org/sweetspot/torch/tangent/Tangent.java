package org.sweetspot.torch.tangent;

import org.bytedeco.pytorch.Tensor;

/**
 * The motion of a layer along one direction of the weights; lives in the scope it was made in.
 *
 * @param output directional derivative of the layer's output
 * @param backward what follows once the motion of the loss's derivative with respect to the output
 *     is known; called at most once
 */
public record Tangent(Tensor output, Next backward) {
  /** From the motion of the derivative at the output to that at the input. */
  @FunctionalInterface
  public interface Next {
    /**
     * Directional derivative of the loss's derivative with respect to the input: what {@link
     * Backward.Pull} makes of {@code delta}, and how the pull itself moves. Undefined if the input
     * does not depend on weights.
     *
     * @param delta directional derivative of the loss's derivative with respect to the output
     * @param product receives those with respect to the layer's parameters
     */
    Tensor at(Tensor delta, Parts product);
  }
}
