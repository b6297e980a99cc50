package org.sweetspot.torch.tangent;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.sweetspot.precision.Draws;
import org.sweetspot.precision.Operand;
import org.sweetspot.precision.Operands;
import org.sweetspot.precision.Quantizer;
import org.sweetspot.precision.RealFormat;
import org.sweetspot.random.RandomStream;

/**
 * Quantizes the operands of one pass's products, on the processor and in single precision. Each
 * tensor takes a word of the stream, in the order of the pass, quantized or not, so that one
 * operand's choice changes no other's draws. Where a format is real, operands are tensors of that
 * type and the engine's own kernels multiply them; where nothing else is done to any operand, what
 * comes out stays in that type up to the next layer that needs single precision.
 */
public final class Quantization {
  private final Operands operands;
  private final List<String> names;
  private final RandomStream draws;
  private final int threads;
  private final boolean narrow;

  /**
   * For one pass.
   *
   * @param operands which, and how
   * @param names of the parameters, by their indices
   * @param threads of the processor
   */
  public Quantization(Operands operands, List<String> names, RandomStream draws, int threads) {
    this.operands = operands;
    this.names = List.copyOf(names);
    this.draws = draws;
    this.threads = threads;
    this.narrow =
        operands
            .real()
            .filter(
                format ->
                    operands.quantizers().values().stream().allMatch(format.quantizer()::equals))
            .isPresent();
  }

  /** Whether all operands of layers are rounded to a real format and nothing else. */
  boolean isNarrow() {
    return narrow;
  }

  /** What enters a layer's products, in the type in which they take it. */
  Tensor entering(Tensor tensor) {
    return tensor.to(narrow ? type(operands.real().orElseThrow()) : ScalarType.Float);
  }

  /** Whether the products of this weight's layer stay as they are. */
  boolean keeps(Slot weight) {
    return keeps(names.get(weight.index()));
  }

  /** Whether products of this name stay as they are. */
  boolean keeps(String name) {
    return operands.keeps(name);
  }

  /**
   * The quantized tensor, in the strides of the given one; of a real format in its type.
   *
   * @param order its axes in the order in which rows lie one after another, the summed ones last
   * @param inner how many of the last axes make a row
   */
  Tensor quantized(Operand operand, Tensor tensor, long[] order, int inner) {
    return quantized(operands.of(operand), tensor, order, inner);
  }

  /** The same of an operand of a product of two activations, in rows along the last axis. */
  Tensor quantizedActivation(Operand operand, Tensor tensor, long[] order) {
    return quantized(operands.ofAttention(operand), tensor, order, 1);
  }

  private Tensor quantized(Optional<Quantizer> quantizer, Tensor tensor, long[] order, int inner) {
    Draws numbers = Draws.of(draws);
    if (quantizer.isEmpty()) {
      return tensor;
    }
    if (operands.real().isEmpty()) {
      return rounded(quantizer.get(), tensor, order, inner, numbers);
    }
    RealFormat format = operands.real().get();
    boolean cast = quantizer.get().equals(format.quantizer());
    return (cast ? tensor : rounded(quantizer.get(), tensor, order, inner, numbers))
        .to(type(format));
  }

  /** What is added to a product, in the type of its operands. */
  TensorOptional offset(TensorOptional offset) {
    return operands.real().isPresent() && offset.has_value()
        ? new TensorOptional(offset.get().to(type(operands.real().get())))
        : offset;
  }

  /** What comes out of a product, in single precision. */
  Tensor product(Tensor product) {
    return operands.real().isPresent() ? product.to(ScalarType.Float) : product;
  }

  private static ScalarType type(RealFormat format) {
    return switch (format) {
      case BFLOAT16 -> ScalarType.BFloat16;
      case HALF -> ScalarType.Half;
    };
  }

  private Tensor rounded(
      Quantizer quantizer, Tensor tensor, long[] order, int inner, Draws numbers) {
    Optional<MemoryOrder> memory = MemoryOrder.of(tensor, order, inner);
    if (memory.isPresent()) {
      return inPlace(quantizer, tensor, memory.get(), numbers);
    }
    Tensor rows = tensor.permute(order).contiguous();
    Tensor into = torch.empty_like(rows);
    int length = 1;
    for (int axis = order.length - inner; axis < order.length; axis++) {
      length = Math.multiplyExact(length, Math.toIntExact(rows.size(axis)));
    }
    if (rows.numel() > 0) {
      quantizer.quantize(buffer(rows), buffer(into), length, numbers, threads);
    }
    return into.permute(inverse(order));
  }

  /** Where blocks can be found in the tensor's own memory: a copy of that order, quantized. */
  private Tensor inPlace(Quantizer quantizer, Tensor tensor, MemoryOrder memory, Draws numbers) {
    Tensor into = torch.empty_like(tensor);
    if (tensor.numel() > 0 && memory.alongRows()) {
      quantizer.quantize(buffer(tensor), buffer(into), memory.columns(), numbers, threads);
    } else if (tensor.numel() > 0) {
      quantizer.quantizeColumns(buffer(tensor), buffer(into), memory.columns(), numbers, threads);
    }
    return into;
  }

  /** It does not keep the tensor alive: both are the caller's while this is used. */
  private static FloatBuffer buffer(Tensor tensor) {
    return new FloatPointer(tensor.data_ptr_float()).capacity(tensor.numel()).asBuffer();
  }

  private static long[] inverse(long[] order) {
    long[] inverse = new long[order.length];
    for (int i = 0; i < order.length; i++) {
      inverse[(int) order[i]] = i;
    }
    return inverse;
  }
}
