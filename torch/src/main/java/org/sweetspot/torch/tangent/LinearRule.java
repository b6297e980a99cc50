package org.sweetspot.torch.tangent;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * A layer without parameters that is linear at least around its input: y. = A x., and x receives
 * A'd and A'd. with the same A.
 */
public final class LinearRule {
  private LinearRule() {}

  /**
   * A layer and its derivative.
   *
   * @param output of the layer
   * @param forward A; may be asked in any scope
   * @param transposed A'; may be asked in any scope
   */
  public static Forward of(
      Tensor output, UnaryOperator<Tensor> forward, UnaryOperator<Tensor> transposed) {
    return new Forward(
        output,
        (delta, gradient) ->
            new Backward(
                transposed.apply(delta),
                (dd, into) -> transposed.apply(dd),
                (dx, v) -> new Tangent(forward.apply(dx), (dd, product) -> transposed.apply(dd))));
  }
}
