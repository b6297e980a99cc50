package org.sweetspot.torch.model;

import org.bytedeco.pytorch.Tensor;

/** One step from inputs to outputs; keeps no numbers of its own. */
public interface Layer {
  /**
   * The outputs; axis 0 counts examples in both tensors. New tensors belong to the caller's scope.
   */
  Tensor forward(Tensor input, Pass pass);
}
