package org.sweetspot.torch.tensor;

import org.bytedeco.pytorch.Tensor;

/**
 * The owner of one tensor: it outlives every scope it was made in and dies with {@link #close()}.
 *
 * <p>Several handles may own the same memory (libtorch counts references); the last one frees it.
 */
public final class Handle implements AutoCloseable {
  private final Tensor tensor;
  private final String what;
  private boolean closed;

  private Handle(Tensor tensor, String what) {
    this.tensor = tensor;
    this.what = what;
  }

  /**
   * Takes a share in a tensor.
   *
   * @param tensor may belong to a scope or to a native container; it is left as it is
   * @param what named in the error of a use after closing
   */
  public static Handle own(Tensor tensor, String what) {
    // A copy of the C++ handle, not of the numbers: one from a container is a mere reference.
    Tensor share = new Tensor(tensor);
    // The innermost scope, if any, holds one count and drops it; this one stays.
    share.retainReference();
    return new Handle(share, what);
  }

  /** The tensor; the caller must not close it. */
  public Tensor get() {
    if (closed) {
      throw new IllegalStateException(
          what + ": expected an open one, got one that was closed; keep it open while it is used");
    }
    return tensor;
  }

  /** Whether {@link #close()} was called. */
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      tensor.releaseReference();
    }
  }
}
