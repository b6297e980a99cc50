package org.sweetspot.torch;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.sweetspot.data.Numbers;
import org.sweetspot.problem.Batch;
import org.sweetspot.torch.tensor.Place;
import org.sweetspot.vector.Precision;

/** Numbers of a data set as tensors, and a batch's share of them. */
final class DataTensors {
  private DataTensors() {}

  /** The numbers as a tensor over the same memory, which must outlive it. */
  static Tensor tensor(Numbers numbers, long[] shape) {
    return numbers.precision() == Precision.FLOAT
        ? torch.from_blob(
            new FloatPointer((FloatBuffer) numbers.memory()), shape, Place.cpu(ScalarType.Float))
        : torch.from_blob(
            new DoublePointer((DoubleBuffer) numbers.memory()),
            shape,
            Place.cpu(ScalarType.Double));
  }

  /** The batch's examples among all. */
  static Tensor chosen(Tensor all, Batch batch, Place place) {
    int[] indices = batch.indices();
    if (consecutive(indices)) {
      return all.narrow(0, indices[0], indices.length);
    }
    return all.index_select(0, place.here(Place.integers(indices)));
  }

  private static boolean consecutive(int[] indices) {
    for (int i = 1; i < indices.length; i++) {
      if (indices[i] != indices[0] + i) {
        return false;
      }
    }
    return true;
  }
}
