package org.sweetspot.torch.script;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.sweetspot.problem.Mode;
import org.sweetspot.torch.model.BoundLayers;
import org.sweetspot.torch.model.BoundNetwork;
import org.sweetspot.torch.model.Feed;
import org.sweetspot.torch.model.Order;
import org.sweetspot.torch.model.Tangential;
import org.sweetspot.torch.model.Tappable;
import org.sweetspot.torch.tangent.Forward;
import org.sweetspot.torch.tangent.Kept;

/**
 * A scripted module that was recognized, over given numbers. It is trained as its code says, and
 * measured layer by layer.
 *
 * @param script the module; its leaves are the layers' too
 * @param layers what it was recognized as
 * @param draws whether the module draws random numbers while it is trained
 */
record BoundRecognized(BoundNetwork script, BoundLayers layers, boolean draws)
    implements BoundNetwork, Tappable, Tangential {
  @Override
  public List<Tensor> leaves() {
    return layers.leaves();
  }

  @Override
  public Tensor forward(Tensor input, Mode mode, Order order) {
    boolean alike = mode == Mode.EVALUATE || (mode == Mode.PROBE && !draws);
    return (alike ? layers : script).forward(input, mode, order);
  }

  @Override
  public Tensor forward(Feed input, Mode mode, Order order) {
    boolean alike = mode == Mode.EVALUATE || (mode == Mode.PROBE && !draws);
    return (alike ? layers : script).forward(input, mode, order);
  }

  @Override
  public Tapped tapped(Tensor input, Mode mode) {
    return layers.tapped(input, mode);
  }

  @Override
  public boolean isTangential(Mode mode) {
    return (mode == Mode.EVALUATE || !draws) && layers.isTangential(mode);
  }

  @Override
  public boolean isTangentialOnce() {
    return !draws && layers.isTangentialOnce();
  }

  @Override
  public Forward linearize(Tensor input, Mode mode, Kept kept) {
    return layers.linearize(input, mode, kept);
  }

  @Override
  public void close() {
    layers.close();
    script.close();
  }
}
