package org.sweetspot.torch.tangent;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.sweetspot.precision.Draws;
import org.sweetspot.precision.Operand;
import org.sweetspot.precision.Operands;
import org.sweetspot.precision.Quantizer;
import org.sweetspot.random.RandomStream;

/**
 * Quantizes the operands of one pass's products, on the processor and in single precision. Each
 * tensor takes a word of the stream, in the order of the pass, quantized or not, so that one
 * operand's choice changes no other's draws.
 */
public final class Quantization {
  private final Operands operands;
  private final List<String> names;
  private final RandomStream draws;
  private final int threads;

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
  }

  /** Whether the products of this weight's layer stay as they are. */
  boolean keeps(Slot weight) {
    return operands.keeps(names.get(weight.index()));
  }

  /**
   * The quantized tensor, in the strides of the given one.
   *
   * @param order its axes in the order in which rows lie one after another, the summed ones last
   * @param inner how many of the last axes make a row
   */
  Tensor quantized(Operand operand, Tensor tensor, long[] order, int inner) {
    Draws numbers = Draws.of(draws);
    Optional<Quantizer> quantizer = operands.of(operand);
    if (quantizer.isEmpty()) {
      return tensor;
    }
    Optional<MemoryOrder> memory = MemoryOrder.of(tensor, order, inner);
    if (memory.isPresent()) {
      return inPlace(quantizer.get(), tensor, memory.get(), numbers);
    }
    Tensor rows = tensor.permute(order).contiguous();
    Tensor into = torch.empty_like(rows);
    int length = 1;
    for (int axis = order.length - inner; axis < order.length; axis++) {
      length = Math.multiplyExact(length, Math.toIntExact(rows.size(axis)));
    }
    if (rows.numel() > 0) {
      quantizer.get().quantize(buffer(rows), buffer(into), length, numbers, threads);
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
