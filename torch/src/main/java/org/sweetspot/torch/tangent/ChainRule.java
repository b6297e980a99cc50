package org.sweetspot.torch.tangent;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Layers one after another. */
public final class ChainRule {
  private ChainRule() {}

  /**
   * The chain as one layer.
   *
   * @param output of the last layer
   * @param chain in order; may be empty
   */
  public static Forward of(Tensor output, List<Forward> chain) {
    List<Forward> layers = List.copyOf(chain);
    return new Forward(
        output,
        (delta, gradient) -> {
          List<Backward> backwards = new ArrayList<>();
          Tensor down = delta;
          for (int i = layers.size() - 1; i >= 0; i--) {
            Backward backward = layers.get(i).backward().at(down, gradient);
            backwards.add(0, backward);
            down = backward.delta();
          }
          return new Backward(
              down,
              (dd, into) -> pull(backwards, dd, into),
              (dx, direction) -> tangent(backwards, dx, direction));
        });
  }

  private static Tensor pull(List<Backward> layers, Tensor delta, Parts into) {
    Tensor down = delta;
    for (int i = layers.size() - 1; i >= 0; i--) {
      down = layers.get(i).pull().at(down, into);
    }
    return down;
  }

  private static Tangent tangent(List<Backward> layers, Tensor input, Parts direction) {
    List<Tangent> tangents = new ArrayList<>();
    Tensor motion = input;
    for (Backward layer : layers) {
      Tangent tangent = layer.tangent().along(motion, direction);
      tangents.add(tangent);
      motion = tangent.output();
    }
    return new Tangent(
        motion,
        (delta, product) -> {
          Tensor down = delta;
          for (int i = tangents.size() - 1; i >= 0; i--) {
            down = tangents.get(i).backward().at(down, product);
          }
          return down;
        });
  }
}
