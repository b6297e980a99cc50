package org.sweetspot.torch.tangent;

import java.util.Arrays;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.sweetspot.precision.Operand;

/**
 * A layer's three products with quantized operands, in blocks along what each product sums over:
 * the inputs of a unit in the forward product (channels of a position, for a convolution), its
 * outputs in the one back to the inputs, examples and positions in the one for the weights. Offsets
 * and their gradients stay as they are, but that an offset is added in the type of a real format.
 *
 * @param map the products
 * @param quantization of their operands
 */
record QuantizedMap(Bilinear map, Quantization quantization) implements Bilinear {
  @Override
  public Tensor apply(Tensor x, Tensor weight, TensorOptional offset) {
    return between(
        map.apply(
            arranged(quantization.quantized(Operand.FORWARD_INPUT, x, channelsLast(x), 1)),
            arranged(
                quantization.quantized(
                    Operand.FORWARD_WEIGHT, weight, channelsLast(weight), (int) weight.dim() - 1)),
            quantization.offset(offset)));
  }

  @Override
  public Tensor ofInput(Tensor delta, Tensor weight) {
    return between(
        map.ofInput(
            arranged(quantization.quantized(Operand.BACK_DELTA, delta, channelsLast(delta), 1)),
            arranged(quantization.quantized(Operand.BACK_WEIGHT, weight, firstLast(weight), 1))));
  }

  @Override
  public Tensor ofWeight(Tensor delta, Tensor x) {
    int positions = (int) delta.dim() - 1;
    return quantization.product(
        map.ofWeight(
            arranged(
                quantization.quantized(
                    Operand.UPDATE_DELTA, delta, channelsFirst(delta), positions)),
            arranged(
                quantization.quantized(Operand.UPDATE_INPUT, x, channelsFirst(x), positions))));
  }

  @Override
  public Tensor ofOffset(Tensor delta) {
    if (!Widening.isNarrow(delta)) {
      return map.ofOffset(delta);
    }
    // Over all axes but that of the outputs, added up and left in single precision.
    long[] axes = channelsFirst(delta);
    long[] summed = Arrays.copyOfRange(axes, 1, axes.length);
    return delta.sum(summed, false, new ScalarTypeOptional(ScalarType.Float));
  }

  /** What goes on to other layers. */
  private Tensor between(Tensor product) {
    return quantization.isNarrow() ? product : quantization.product(product);
  }

  @Override
  public Bilinear each() {
    throw new IllegalStateException(
        "quantized products: expected those of a whole batch, got ones of single examples");
  }

  @Override
  public Tensor arranged(Tensor tensor) {
    return map.arranged(tensor);
  }

  /** 0, 2, ..., 1. */
  private static long[] channelsLast(Tensor tensor) {
    long[] order = new long[(int) tensor.dim()];
    for (int i = 1; i + 1 < order.length; i++) {
      order[i] = i + 1L;
    }
    order[order.length - 1] = 1;
    return order;
  }

  /** 1, 2, ..., 0. */
  private static long[] firstLast(Tensor tensor) {
    long[] order = new long[(int) tensor.dim()];
    for (int i = 0; i + 1 < order.length; i++) {
      order[i] = i + 1L;
    }
    return order;
  }

  /** 1, 0, 2, ... */
  private static long[] channelsFirst(Tensor tensor) {
    long[] order = new long[(int) tensor.dim()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    order[0] = 1;
    order[1] = 0;
    return order;
  }
}
