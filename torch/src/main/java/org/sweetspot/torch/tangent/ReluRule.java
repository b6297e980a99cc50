package org.sweetspot.torch.tangent;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.sweetspot.torch.tensor.Handle;

/** max(x, 0); the derivative at 0 is 0, as in libtorch. */
public final class ReluRule {
  private ReluRule() {}

  /** Applies it, number by number. */
  public static Forward apply(Tensor input, Kept kept) {
    Tensor output = torch.relu(input);
    if (kept.isOnePass()) {
      Handle positive = kept.keep(output);
      return LinearRule.of(
          output,
          dx -> dx.mul(positive.get().gt(new Scalar(0))),
          delta -> torch.threshold_backward(delta, positive.get(), new Scalar(0)));
    }
    Handle on = kept.keep(output.gt(new Scalar(0)).to(output.scalar_type()));
    return LinearRule.of(output, dx -> dx.mul(on.get()), delta -> delta.mul(on.get()));
  }
}
