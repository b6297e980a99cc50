package org.sweetspot.torch.tensor;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.sweetspot.matrix.Matrix;

/** Tensors as matrices of the program. */
public final class TensorMatrix {
  private TensorMatrix() {}

  /** A copy of a two-dimensional tensor's numbers as doubles. */
  public static Matrix of(Tensor tensor) {
    Tensor local = tensor.detach().cpu().to(ScalarType.Double).contiguous();
    double[] entries = new double[Math.toIntExact(local.numel())];
    if (entries.length > 0) {
      new DoublePointer(local.data_ptr()).get(entries);
    }
    return new Matrix(Math.toIntExact(local.size(0)), Math.toIntExact(local.size(1)), entries);
  }
}
