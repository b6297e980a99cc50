package org.sweetspot.torch.tangent;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.sweetspot.torch.tensor.Handle;

/**
 * An affine map of rows, z = x W' + b. With d the loss's derivative at z: W receives d'x, x
 * receives d W. Along (x., W., b.): z. = x. W' + x W.' + b.; then W receives d.'x + d'x., and x
 * receives d. W + d W.
 */
public final class DenseRule {
  private DenseRule() {}

  /**
   * Applies the map.
   *
   * @param input rows x in
   * @param moving whether the input depends on weights
   * @param weight out x in
   * @param bias out, or none
   */
  public static Forward apply(Tensor input, boolean moving, Slot weight, Slot bias, Kept kept) {
    Handle x = kept.keep(input);
    Handle w = kept.keep(weight.value());
    return new Forward(
        torch.linear(input, weight.value(), bias.optional()),
        (delta, gradient) -> {
          Handle d = kept.keep(delta);
          gradient.add(weight, delta.t().mm(input));
          gradient.add(bias, delta.sum(0));
          Tensor down = moving ? delta.mm(weight.value()) : new Tensor();
          return new Backward(
              down, (dx, v) -> tangent(x.get(), w.get(), d.get(), dx, v, moving, weight, bias));
        });
  }

  private static Tangent tangent(
      Tensor x, Tensor w, Tensor d, Tensor dx, Parts v, boolean moving, Slot weight, Slot bias) {
    Tensor dw = v.get(weight);
    Tensor output = x.mm(dw.t());
    if (dx.defined()) {
      output.addmm_(dx, w.t());
    }
    if (bias.isPresent()) {
      output.add_(v.get(bias));
    }
    return new Tangent(
        output,
        (dd, product) -> {
          Tensor ofWeight = dd.t().mm(x);
          if (dx.defined()) {
            ofWeight.addmm_(d.t(), dx);
          }
          product.add(weight, ofWeight);
          product.add(bias, dd.sum(0));
          return moving ? dd.mm(w).addmm_(d, dw) : new Tensor();
        });
  }
}
