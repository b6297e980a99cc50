package org.sweetspot.torch.tangent;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.sweetspot.torch.tensor.Handle;

/** y = tanh x, with y' = 1 - y^2 and y'' = -2 y y'. */
public final class TanhRule {
  private TanhRule() {}

  /** Applies it, number by number. */
  public static Forward apply(Tensor input, Kept kept) {
    Tensor output = torch.tanh(input);
    Tensor first = output.square().neg().add(new Scalar(1));
    Handle slope = kept.keep(first);
    return new Forward(
        output,
        (delta, gradient) -> {
          // The derivative of delta y' with respect to x.
          Handle bend = kept.keep(output.mul(first).mul(delta).mul(new Scalar(-2)));
          return new Backward(
              delta.mul(first),
              (dd, into) -> dd.mul(slope.get()),
              (dx, v) ->
                  new Tangent(
                      dx.mul(slope.get()),
                      (dd, product) -> dd.mul(slope.get()).addcmul_(bend.get(), dx)));
        });
  }
}
