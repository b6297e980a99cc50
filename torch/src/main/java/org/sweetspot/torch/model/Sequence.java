package org.sweetspot.torch.model;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Layers one after another.
 *
 * @param layers in order
 */
record Sequence(List<Layer> layers) implements Layer {
  Sequence {
    layers = List.copyOf(layers);
  }

  @Override
  public Tensor forward(Tensor input, Pass pass) {
    Tensor value = input;
    for (Layer layer : layers) {
      value = layer.forward(value, pass);
    }
    return value;
  }
}
