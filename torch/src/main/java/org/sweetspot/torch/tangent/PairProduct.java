package org.sweetspot.torch.tangent;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.sweetspot.precision.Operand;

/**
 * The product Z = A B' of two activations, matrix by matrix, as attention takes them for each
 * example and head, and what both receive from a derivative D at Z: A receives D B and B receives
 * D'A. The operands of the three are quantized as those of a layer with inputs A and weights B, in
 * blocks along what each sums over: the last axis of A and B forward, that of D and the rows of B
 * for A, the rows of D and A for B.
 */
final class PairProduct {
  private final Optional<Quantization> quantization;

  /**
   * A product.
   *
   * @param quantization of its operands; empty where they stay as they are
   */
  PairProduct(Optional<Quantization> quantization) {
    this.quantization = quantization;
  }

  /**
   * A B'.
   *
   * @param a ... x rows x summed
   * @param b ... x columns x summed
   */
  Tensor of(Tensor a, Tensor b) {
    Tensor left = along(Operand.FORWARD_INPUT, a);
    Tensor right = along(Operand.FORWARD_WEIGHT, b);
    return product(left, right.transpose(-2, -1));
  }

  /** What A receives: D B. */
  Tensor ofFirst(Tensor delta, Tensor b) {
    Tensor left = along(Operand.BACK_DELTA, delta);
    return product(left, across(Operand.BACK_WEIGHT, b));
  }

  /** What B receives: D'A. */
  Tensor ofSecond(Tensor delta, Tensor a) {
    Tensor left = across(Operand.UPDATE_DELTA, delta);
    return product(left.transpose(-2, -1), across(Operand.UPDATE_INPUT, a));
  }

  private Tensor product(Tensor left, Tensor right) {
    Tensor product = left.matmul(right);
    return quantization.isPresent() ? quantization.get().product(product) : product;
  }

  private Tensor along(Operand operand, Tensor tensor) {
    return quantized(operand, tensor, false);
  }

  private Tensor across(Operand operand, Tensor tensor) {
    return quantized(operand, tensor, true);
  }

  private Tensor quantized(Operand operand, Tensor tensor, boolean rowsSummed) {
    if (quantization.isEmpty()) {
      return tensor;
    }
    int axes = (int) tensor.dim();
    long[] order = new long[axes];
    for (int i = 0; i < axes; i++) {
      order[i] = i;
    }
    if (rowsSummed) {
      order[axes - 2] = axes - 1L;
      order[axes - 1] = axes - 2L;
    }
    return quantization.get().quantizedActivation(operand, tensor, order);
  }
}
