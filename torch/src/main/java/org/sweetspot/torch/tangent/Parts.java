package org.sweetspot.torch.tangent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** One tensor for each parameter of a network; undefined ones stand for zero. */
public final class Parts {
  private final List<Tensor> tensors;

  private Parts(List<Tensor> tensors) {
    this.tensors = tensors;
  }

  /** Zero for so many parameters. */
  public static Parts zero(int count) {
    return new Parts(new ArrayList<>(Collections.nCopies(count, new Tensor())));
  }

  /** These, in the order of the parameters. */
  public static Parts of(List<Tensor> tensors) {
    return new Parts(new ArrayList<>(tensors));
  }

  /** The tensors, in the order of the parameters. */
  public List<Tensor> tensors() {
    return Collections.unmodifiableList(tensors);
  }

  Tensor get(Slot slot) {
    return tensors.get(slot.index());
  }

  /** Adds to a parameter's tensor; nothing where there is no parameter or nothing to add. */
  void add(Slot slot, Tensor tensor) {
    if (slot.isPresent() && tensor.defined()) {
      Tensor old = get(slot);
      tensors.set(slot.index(), old.defined() ? old.add(tensor) : tensor);
    }
  }
}
