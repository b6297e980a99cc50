package org.sweetspot.torch.tangent;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Where 16-bit numbers become single precision; the derivative that comes back is rounded. */
public final class Widening {
  private Widening() {}

  /** Whether a tensor is in 16 bits. */
  public static boolean isNarrow(Tensor tensor) {
    return tensor.scalar_type() == ScalarType.BFloat16 || tensor.scalar_type() == ScalarType.Half;
  }

  /** The layer with its output in single precision; itself where that is so. For one gradient. */
  public static Forward of(Forward layer) {
    if (!isNarrow(layer.output())) {
      return layer;
    }
    ScalarType type = layer.output().scalar_type();
    return new Forward(
        layer.output().to(ScalarType.Float),
        (delta, gradient) -> layer.backward().at(delta.to(type), gradient));
  }
}
