package org.sweetspot.torch.model;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.sweetspot.problem.Mode;
import org.sweetspot.torch.tangent.Slot;

/**
 * What layers see in one forward pass: the parameters, the buffers and the mode; on request it
 * notes what went in and out of each layer with parameters.
 */
public final class Pass {
  /**
   * What one layer with parameters saw.
   *
   * @param layer which
   * @param input what went in
   * @param output what came out, before anything else is done to it
   */
  public record Tap(Parametric layer, Tensor input, Tensor output) {}

  private final List<Tensor> parameters;
  private final List<Tensor> buffers;
  private final Mode mode;
  private final Order order;
  private final boolean tapping;
  private final List<Tap> taps = new ArrayList<>();

  /**
   * A pass.
   *
   * @param parameters shaped tensors, in the order of declaration
   * @param buffers shaped tensors, in the order of declaration
   * @param order the highest derivative that will be taken
   * @param tapping whether to note the layers' inputs and outputs
   */
  public Pass(
      List<Tensor> parameters, List<Tensor> buffers, Mode mode, Order order, boolean tapping) {
    this.parameters = parameters;
    this.buffers = buffers;
    this.mode = mode;
    this.order = order;
    this.tapping = tapping;
  }

  Tensor parameter(int index) {
    return parameters.get(index);
  }

  /** A parameter by its index; none for -1. */
  Slot slot(int index) {
    return index < 0 ? Slot.none() : new Slot(index, parameter(index));
  }

  Tensor buffer(int index) {
    return buffers.get(index);
  }

  /** Whether normalization takes its statistics from the batch. */
  boolean usesBatchStatistics() {
    return mode != Mode.EVALUATE;
  }

  /** An image tensor in the memory order of this pass; the same one if it lies so already. */
  Tensor arranged(Tensor images) {
    return images.contiguous(
        order == Order.FIRST ? MemoryFormat.ChannelsLast : MemoryFormat.Contiguous);
  }

  /** Whether only first derivatives will be taken. */
  boolean isFirstOrder() {
    return order == Order.FIRST;
  }

  /** Whether running statistics move. */
  boolean updatesBuffers() {
    return mode == Mode.TRAIN;
  }

  /** Notes a layer's input and output, and returns the output. */
  Tensor tap(Parametric layer, Tensor input, Tensor output) {
    if (tapping) {
      taps.add(new Tap(layer, input, output));
    }
    return output;
  }

  /** What was noted, in the order of the pass. */
  public List<Tap> taps() {
    return taps;
  }
}
