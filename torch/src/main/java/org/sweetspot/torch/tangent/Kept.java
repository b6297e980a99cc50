package org.sweetspot.torch.tangent;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.sweetspot.torch.tensor.Handle;

/** The tensors that a network's layers keep from one product to the next. */
public final class Kept implements AutoCloseable {
  private final List<Handle> handles = new ArrayList<>();
  private boolean sums;

  /** Keeps a tensor beyond the scope it was made in. */
  public Handle keep(Tensor tensor) {
    Handle handle = Handle.own(tensor, "linearization");
    handles.add(handle);
    return handle;
  }

  /** Notes a layer whose parameters receive their parts added up over examples, not one by one. */
  void sums() {
    sums = true;
  }

  /** Whether what parameters receive can be had for each example, and likewise what moves them. */
  public boolean tellsExamplesApart() {
    return !sums;
  }

  @Override
  public void close() {
    handles.forEach(Handle::close);
  }
}
