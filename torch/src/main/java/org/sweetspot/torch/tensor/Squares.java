package org.sweetspot.torch.tensor;

import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Sums of squares, added up in double precision whatever the tensor's. */
public final class Squares {
  private Squares() {}

  /** One sum for each index of axis 0, over all other axes. */
  public static Tensor ofEach(Tensor tensor) {
    return tensor
        .flatten(1, -1)
        .square()
        .sum(new long[] {1}, false, new ScalarTypeOptional(ScalarType.Double));
  }
}
