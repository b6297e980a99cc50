package org.sweetspot.torch.tangent;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.sweetspot.torch.tensor.Handle;

/**
 * A layer z = B(x, W) + b: dense or a convolution. With d the loss's derivative at z, x receives
 * B(., W)'d and W receives B(x, .)'d. Along (x., W., b.): z. = B(x., W) + B(x, W.) + b.; then x
 * receives B(., W)'d. + B(., W.)'d and W receives B(x, .)'d. + B(x., .)'d.
 */
public final class BilinearRule {
  private final Bilinear map;
  private final boolean moving;
  private final Slot weight;
  private final Slot bias;
  private final Handle x;
  private final Handle w;

  private BilinearRule(Bilinear map, Handle x, Handle w, boolean moving, Slot weight, Slot bias) {
    this.map = map;
    this.moving = moving;
    this.weight = weight;
    this.bias = bias;
    this.x = x;
    this.w = w;
  }

  /**
   * Applies an affine map to rows.
   *
   * @param input rows x in
   * @param moving whether the input depends on weights
   * @param weight out x in
   * @param bias out, or none
   */
  public static Forward dense(Tensor input, boolean moving, Slot weight, Slot bias, Kept kept) {
    Handle x = kept.keep(kept.entering(input, weight));
    Handle w = kept.keep(kept.entering(weight.value(), weight));
    Bilinear map = kept.products(new DenseMap(), weight);
    return new BilinearRule(map, x, w, moving, weight, bias).forward(input, kept);
  }

  /**
   * Applies a convolution over images or over time.
   *
   * @param input examples x channels x sides
   * @param moving whether the input depends on weights
   * @param weight out x in x kernel's sides
   * @param bias out, or none
   * @param stride along each side
   * @param margin zeros on both ends of each side
   */
  public static Forward convolution(
      Tensor input,
      boolean moving,
      Slot weight,
      Slot bias,
      long[] stride,
      long[] margin,
      Kept kept) {
    Handle x = kept.keep(ConvolutionMap.channelsInnermost(kept.entering(input, weight)));
    Tensor kernels = kept.entering(weight.value(), weight);
    Handle w = kept.keep(ConvolutionMap.channelsInnermost(kernels));
    Bilinear map = new ConvolutionMap(x, w, stride, margin);
    Bilinear products = kept.products(map, weight);
    return new BilinearRule(products, x, w, moving, weight, bias).forward(input, kept);
  }

  /**
   * Applies a first convolution over images of few channels to their patches. Data do not depend on
   * weights.
   *
   * @param patches examples x height x width x patch, a patch row by row, pixel by pixel, by
   *     channels
   * @param weight out x in x height x width
   * @param bias out, or none
   */
  public static Forward patches(Tensor patches, Slot weight, Slot bias, Kept kept) {
    Handle x = kept.keep(kept.entering(patches, weight).permute(0, 3, 1, 2));
    Handle w = kept.keep(kept.entering(weight.value(), weight));
    Handle pixels = kept.keep(PatchMap.pixels(weight.value()));
    Bilinear map = new PatchMap(x, pixels, weight.value().shape());
    Bilinear products = kept.products(map, weight);
    return new BilinearRule(products, x, w, false, weight, bias).forward(patches, kept);
  }

  /** The layer, of the type of its input where something goes back to that. */
  private Forward forward(Tensor input, Kept kept) {
    ScalarType type = input.scalar_type();
    return new Forward(
        map.apply(x.get(), w.get(), bias.optional()),
        (value, gradient) -> {
          Tensor delta = map.arranged(kept.entering(value, weight));
          Handle d = kept.keep(delta);
          Tensor down = pull(delta, gradient);
          return new Backward(
              moving ? down.to(type) : down,
              (dd, into) -> pull(map.arranged(dd), into),
              (dx, direction) -> tangent(d.get(), dx, direction));
        });
  }

  private Tensor pull(Tensor delta, Parts into) {
    into.add(weight, over(into).ofWeight(delta, x.get()));
    if (bias.isPresent()) {
      into.add(bias, over(into).ofOffset(delta));
    }
    return moving ? map.ofInput(delta, w.get()) : new Tensor();
  }

  private Tangent tangent(Tensor d, Tensor motion, Parts direction) {
    Tensor dw = map.arranged(direction.get(weight));
    TensorOptional offset =
        bias.isPresent() ? new TensorOptional(direction.get(bias)) : new TensorOptional();
    Tensor output = over(direction).apply(x.get(), dw, offset);
    Tensor dx = motion.defined() ? map.arranged(motion) : motion;
    if (dx.defined()) {
      output.add_(map.apply(dx, w.get(), new TensorOptional()));
    }
    return new Tangent(
        output,
        (dd, product) -> {
          Tensor down = pull(map.arranged(dd), product);
          if (dx.defined()) {
            product.add(weight, over(product).ofWeight(d, dx));
          }
          return moving ? down.add_(over(direction).ofInput(d, dw)) : down;
        });
  }

  /** The map for one set of weights, or for one of each example. */
  private Bilinear over(Parts parts) {
    return parts.isEach() ? map.each() : map;
  }
}
