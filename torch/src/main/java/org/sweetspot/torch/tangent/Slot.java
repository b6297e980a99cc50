package org.sweetspot.torch.tangent;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/**
 * A parameter of a layer, or the absence of one.
 *
 * @param index among the network's parameters; -1 for none
 * @param value undefined for none
 */
public record Slot(int index, Tensor value) {
  /** No parameter. */
  public static Slot none() {
    return new Slot(-1, new Tensor());
  }

  boolean isPresent() {
    return index >= 0;
  }

  TensorOptional optional() {
    return isPresent() ? new TensorOptional(value) : new TensorOptional();
  }
}
