package org.sweetspot.torch.tangent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** One tensor for each parameter of a network; undefined ones stand for zero. */
public final class Parts {
  private final List<Tensor> tensors;
  private final boolean each;

  private Parts(List<Tensor> tensors, boolean each) {
    this.tensors = tensors;
    this.each = each;
  }

  /** Zero for so many parameters. */
  public static Parts zero(int count) {
    return new Parts(new ArrayList<>(Collections.nCopies(count, new Tensor())), false);
  }

  /** Zero for so many parameters and each example: examples are the first axis. */
  public static Parts zeroOfEach(int count) {
    return new Parts(new ArrayList<>(Collections.nCopies(count, new Tensor())), true);
  }

  /** These, in the order of the parameters. */
  public static Parts of(List<Tensor> tensors) {
    return new Parts(new ArrayList<>(tensors), false);
  }

  /** Whether each example has tensors of its own. */
  boolean isEach() {
    return each;
  }

  /** The tensors, in the order of the parameters. */
  public List<Tensor> tensors() {
    return Collections.unmodifiableList(tensors);
  }

  /** These, with zeros for undefined ones: for each example, tensors of these shapes. */
  public Parts withZeros(List<Tensor> shapes, long examples) {
    List<Tensor> all = new ArrayList<>();
    for (int i = 0; i < tensors.size(); i++) {
      Tensor part = tensors.get(i);
      if (!part.defined()) {
        long[] shape = shapes.get(i).shape();
        long[] whole = new long[shape.length + 1];
        whole[0] = examples;
        System.arraycopy(shape, 0, whole, 1, shape.length);
        part = torch.zeros(whole, shapes.get(i).options());
      }
      all.add(part);
    }
    return new Parts(all, true);
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
