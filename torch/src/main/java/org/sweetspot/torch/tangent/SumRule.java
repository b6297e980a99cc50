package org.sweetspot.torch.tangent;

import org.bytedeco.pytorch.Tensor;

/** Two layers side by side over one input, their outputs added. */
public final class SumRule {
  private SumRule() {}

  /** The sum as one layer. */
  public static Forward of(Forward one, Forward other) {
    return new Forward(
        one.output().add(other.output()),
        (delta, gradient) -> {
          Backward left = one.backward().at(delta, gradient);
          Backward right = other.backward().at(delta, gradient);
          return new Backward(
              sum(left.delta(), right.delta()),
              (dd, into) -> sum(left.pull().at(dd, into), right.pull().at(dd, into)),
              (dx, direction) ->
                  tangent(
                      left.tangent().along(dx, direction), right.tangent().along(dx, direction)));
        });
  }

  private static Tangent tangent(Tangent left, Tangent right) {
    return new Tangent(
        sum(left.output(), right.output()),
        (delta, product) ->
            sum(left.backward().at(delta, product), right.backward().at(delta, product)));
  }

  /** The sum, where undefined stands for zero. */
  private static Tensor sum(Tensor left, Tensor right) {
    if (!left.defined()) {
      return right;
    }
    return right.defined() ? left.add(right) : left;
  }
}
