package org.sweetspot.torch.tangent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.sweetspot.torch.tensor.Autograd;
import org.sweetspot.torch.tensor.Handle;

/**
 * Any other layer y = f(x, parameters), differentiated by libtorch within the layer alone. With
 * g(x, parameters, d) = f'd: g is linear in d, so that its derivative against d gives tangents
 * forward; its derivative against x and the parameters, together with f' applied to d., gives them
 * backward.
 */
public final class LocalGraph {
  private final List<Slot> parameters;
  private final boolean moving;
  private final Kept kept;
  private final List<Handle> inputs = new ArrayList<>();
  private final Handle output;

  private LocalGraph(
      Tensor input,
      boolean moving,
      List<Slot> parameters,
      Function<Tensor, Tensor> layer,
      Kept kept) {
    this.parameters = parameters;
    this.moving = moving;
    this.kept = kept;
    if (!parameters.isEmpty()) {
      kept.sums();
    }
    Tensor leaf = input.detach().set_requires_grad(moving);
    if (moving) {
      inputs.add(kept.keep(leaf));
    }
    parameters.forEach(slot -> inputs.add(kept.keep(slot.value())));
    try (AutoGradMode on = new AutoGradMode(true)) {
      output = kept.keep(layer.apply(leaf));
    }
  }

  /**
   * Applies a layer.
   *
   * @param input of the layer
   * @param moving whether the input depends on weights
   * @param parameters of the layer: leaves of libtorch's graph
   * @param layer f, over those leaves
   */
  public static Forward apply(
      Tensor input,
      boolean moving,
      List<Slot> parameters,
      Function<Tensor, Tensor> layer,
      Kept kept) {
    LocalGraph graph = new LocalGraph(input, moving, parameters, layer, kept);
    return new Forward(graph.output.get().detach(), graph::backward);
  }

  private Backward backward(Tensor value, Parts gradient) {
    if (kept.isOnePass()) {
      List<Tensor> seeds = List.of(value.detach());
      List<Tensor> parts = Autograd.grad(List.of(output.get()), get(inputs), seeds, false, false);
      return new Backward(
          shared(parts, gradient),
          (delta, into) -> {
            throw new IllegalStateException("one pass: expected no product after the gradient");
          },
          (dx, direction) -> {
            throw new IllegalStateException("one pass: expected no product after the gradient");
          });
    }
    Handle delta = kept.keep(value.detach().set_requires_grad(true));
    List<Handle> pulled = new ArrayList<>();
    try (AutoGradMode on = new AutoGradMode(true)) {
      for (Tensor part :
          Autograd.grad(List.of(output.get()), get(inputs), List.of(delta.get()), true, true)) {
        pulled.add(kept.keep(part));
      }
    }
    Tensor down = shared(get(pulled), gradient);
    return new Backward(down, this::pull, (dx, direction) -> tangent(delta, pulled, dx, direction));
  }

  private Tensor pull(Tensor delta, Parts into) {
    return shared(
        Autograd.grad(List.of(output.get()), get(inputs), List.of(delta), true, false), into);
  }

  /** Hands the parameters their parts; returns the input's. */
  private Tensor shared(List<Tensor> parts, Parts into) {
    int first = moving ? 1 : 0;
    for (int i = 0; i < parameters.size(); i++) {
      into.add(parameters.get(i), parts.get(first + i).detach());
    }
    return moving ? parts.get(0).detach() : new Tensor();
  }

  private Tangent tangent(Handle delta, List<Handle> pulled, Tensor dx, Parts direction) {
    List<Tensor> seeds = new ArrayList<>(moving ? List.of(dx) : List.of());
    parameters.forEach(slot -> seeds.add(direction.get(slot)));
    Tensor moved = Autograd.grad(get(pulled), List.of(delta.get()), seeds, true, false).get(0);
    return new Tangent(
        moved,
        (dd, product) -> {
          List<Tensor> outputs = get(pulled);
          outputs.add(output.get());
          seeds.add(dd);
          return shared(Autograd.grad(outputs, get(inputs), seeds, true, false), product);
        });
  }

  private static List<Tensor> get(List<Handle> handles) {
    List<Tensor> tensors = new ArrayList<>();
    handles.forEach(handle -> tensors.add(handle.get()));
    return tensors;
  }
}
