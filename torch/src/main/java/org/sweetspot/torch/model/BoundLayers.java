package org.sweetspot.torch.model;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.sweetspot.problem.Mode;
import org.sweetspot.torch.tangent.Forward;
import org.sweetspot.torch.tangent.Kept;
import org.sweetspot.torch.tensor.Handle;
import org.sweetspot.vector.ParameterGroup;

/**
 * Layers over given numbers.
 *
 * @param root all layers
 * @param parameters by the layers' indices; closed with this
 * @param buffers by the layers' indices; closed with this
 */
public record BoundLayers(Layer root, List<Handle> parameters, List<Handle> buffers)
    implements BoundNetwork, Tappable, Tangential {

  /** Parts of a flat tensor in their shapes, sharing its memory. */
  public static List<Handle> shaped(Tensor flat, List<Parameter> parts, boolean trained) {
    List<Handle> handles = new ArrayList<>();
    try (PointerScope scope = new PointerScope()) {
      for (Parameter part : parts) {
        ParameterGroup group = part.group();
        long[] shape = group.shape().stream().mapToLong(Long::longValue).toArray();
        // Detached, so that each is a leaf: gradients come one a parameter and no graph leads
        // through the views.
        Tensor view = flat.narrow(0, group.offset(), group.size()).view(shape).detach();
        handles.add(Handle.own(view.set_requires_grad(trained), group.name()));
      }
    }
    return handles;
  }

  @Override
  public List<Tensor> leaves() {
    return parameters.stream().map(Handle::get).toList();
  }

  @Override
  public Tensor forward(Tensor input, Mode mode, Order order) {
    return root.forward(input, pass(mode, order, false));
  }

  @Override
  public Tapped tapped(Tensor input, Mode mode) {
    Pass pass = pass(mode, Order.FIRST, true);
    Tensor outputs = root.forward(input, pass);
    return new Tapped(outputs, pass.taps());
  }

  @Override
  public boolean isTangential(Mode mode) {
    return Linearizable.is(root);
  }

  @Override
  public boolean isTangentialOnce() {
    return Linearizable.isOnce(root);
  }

  @Override
  public Forward linearize(Tensor input, Mode mode, Kept kept) {
    return ((Linearizable) root).linearize(input, false, pass(mode, Order.FIRST, false), kept);
  }

  @Override
  public void close() {
    parameters.forEach(Handle::close);
    buffers.forEach(Handle::close);
  }

  private Pass pass(Mode mode, Order order, boolean tapping) {
    return new Pass(leaves(), buffers.stream().map(Handle::get).toList(), mode, order, tapping);
  }
}
