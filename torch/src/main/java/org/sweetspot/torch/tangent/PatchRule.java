package org.sweetspot.torch.tangent;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.sweetspot.torch.tensor.Handle;

/**
 * A first convolution over images of few channels, as the product of its patches with its kernels:
 * data do not move, so that only the kernels' derivatives are needed.
 */
public final class PatchRule {
  private PatchRule() {}

  /**
   * Applies the convolution.
   *
   * @param patches examples x height x width x patch, a patch row by row, pixel by pixel, by
   *     channels
   * @param weight out x in x height x width
   * @param bias out, or none
   */
  public static Forward apply(Tensor patches, Slot weight, Slot bias, Kept kept) {
    Tensor rows = patches.view(-1, patches.size(3));
    Handle x = kept.keep(rows);
    long[] sides = {patches.size(0), patches.size(1), patches.size(2), weight.value().size(0)};
    long[] kernel = weight.value().shape();
    Tensor output = images(product(rows, weight.value(), bias.value()), sides);
    return new Forward(
        output,
        (delta, gradient) -> {
          add(rows, delta, kernel, weight, bias, gradient);
          return new Backward(
              new Tensor(),
              (dx, v) -> {
                Tensor offset = bias.isPresent() ? v.get(bias) : new Tensor();
                return new Tangent(
                    images(product(x.get(), v.get(weight), offset), sides),
                    (dd, product) -> {
                      add(x.get(), dd, kernel, weight, bias, product);
                      return new Tensor();
                    });
              });
        });
  }

  private static Tensor product(Tensor rows, Tensor kernels, Tensor offset) {
    Tensor columns = kernels.permute(2, 3, 1, 0).reshape(-1, kernels.size(0));
    return offset.defined() ? torch.addmm(offset, rows, columns) : rows.mm(columns);
  }

  private static Tensor images(Tensor rows, long[] sides) {
    return rows.view(sides).permute(0, 3, 1, 2);
  }

  private static void add(
      Tensor rows, Tensor delta, long[] kernel, Slot weight, Slot bias, Parts into) {
    Tensor deltas = delta.permute(0, 2, 3, 1).reshape(-1, kernel[0]);
    Tensor ofWeight =
        rows.t().mm(deltas).view(kernel[2], kernel[3], kernel[1], kernel[0]).permute(3, 2, 0, 1);
    into.add(weight, ofWeight);
    into.add(bias, deltas.sum(0));
  }
}
