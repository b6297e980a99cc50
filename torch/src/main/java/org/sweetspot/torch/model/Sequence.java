package org.sweetspot.torch.model;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.sweetspot.torch.tangent.ChainRule;
import org.sweetspot.torch.tangent.Forward;
import org.sweetspot.torch.tangent.Kept;
import org.sweetspot.torch.tangent.Widening;

/**
 * Layers one after another.
 *
 * @param layers in order
 */
record Sequence(List<Layer> layers) implements Linearizable {
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

  @Override
  public boolean isLinearizable() {
    return layers.stream().allMatch(Linearizable::is);
  }

  @Override
  public boolean isLinearizableOnce() {
    return layers.stream().allMatch(Linearizable::isOnce);
  }

  @Override
  public boolean hasParameters() {
    return layers.stream().anyMatch(layer -> ((Linearizable) layer).hasParameters());
  }

  @Override
  public Forward linearize(Tensor input, boolean moving, Pass pass, Kept kept) {
    List<Forward> chain = new ArrayList<>();
    Tensor value = input;
    boolean moves = moving;
    for (Layer layer : layers) {
      Linearizable linearizable = (Linearizable) layer;
      if (moves || linearizable.hasParameters()) {
        if (!linearizable.takesNarrow()) {
          value = widened(chain, value);
        }
        Forward next = linearizable.linearize(value, moves, pass, kept);
        chain.add(next);
        value = next.output();
        moves = true;
      } else {
        value = layer.forward(value, pass);
      }
    }
    return ChainRule.of(widened(chain, value), chain);
  }

  /** What the last layer puts out, in single precision where it is in 16 bits. */
  private static Tensor widened(List<Forward> chain, Tensor value) {
    if (chain.isEmpty()) {
      return value;
    }
    Forward last = Widening.of(chain.remove(chain.size() - 1));
    chain.add(last);
    return last.output();
  }
}
